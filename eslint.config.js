import antfu from '@antfu/eslint-config';

/**
 * Files that only compute: no Directus, no database, no clock, no environment. Their name says it, and that is all that has to
 * be done. Which room may import from which follows from `scripts/house/floors.ts` (`npm run walls`).
 */
const rules = ['extensions/wangge/src/**/{*-rules,model,words,*-words,messages}.ts'];

const outside = [
  { regex: '^(@directus/|directus$|knex$|pg$|node-cron$|express$|commander$|node:(?!crypto$|zlib$|buffer$))', message: 'Rules are pure: time, rows and settings come in as arguments.' },
  { regex: '(^|/)kernel/(context|on-filter|route|reader-language|refusal-error|rights)\\.ts$', message: 'Rules know no database and no doors.' },
  { regex: '(^|/)(.*-)?(store|service|routes?|hook|job|commands)\\.ts$', message: 'Rules know no database and no doors: the arrows run entry points → services → stores and rules.' },
];

export default antfu(
  {
    type: 'app',
    typescript: true,
    vue: true,
    yaml: true,
    markdown: false,
    stylistic: { indent: 2, quotes: 'single', semi: true },
    ignores: [
      '**/dist',
      '.data',
      '.data-keys',
      'docs/**',
      '**/*.md',
      'package-lock.json',
      // Written by their own scripts, in their own order.
      'schema-snapshot.yaml',
      'test/system/schema.ts',
      'extensions/wangge/src/setup/schema/types.ts',
    ],
  },
  {
    name: 'wangge/everywhere',
    files: ['**/*.{ts,mjs,js,vue}'],
    rules: {
      // As the preset sorts, but the docstring of a file stays above its first import.
      'perfectionist/sort-imports': ['error', {
        groups: [
          'type-import',
          ['type-parent', 'type-sibling', 'type-index', 'type-internal'],
          'value-builtin',
          'value-external',
          'value-internal',
          ['value-parent', 'value-sibling', 'value-index'],
          'side-effect',
          'ts-equals-import',
          'unknown',
        ],
        newlinesBetween: 'ignore',
        newlinesInside: 'ignore',
        order: 'asc',
        type: 'natural',
        partitionByComment: true,
      }],
      'antfu/reasonable-newline': 'off',
      'antfu/consistent-chaining': 'off',
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'start' }],
      'unicorn/prefer-type-error': 'off',
      // The Studio's own components are written in kebab case.
      'vue/component-name-in-template-casing': 'off',
      // Chinese sentences have full-width spaces.
      'no-irregular-whitespace': ['error', { skipStrings: true, skipTemplates: true, skipComments: true }],
      'vue/no-irregular-whitespace': 'off',
      'e18e/prefer-array-fill': 'off',
      'antfu/top-level-function': 'off',
      'antfu/no-top-level-await': 'off',
      'node/prefer-global/process': 'off',
      'node/prefer-global/buffer': 'off',
      // Sentences for people are not constants of a test.
      'test/prefer-lowercase-title': 'off',
    },
  },
  {
    name: 'wangge/product',
    files: ['extensions/wangge/src/**/*.{ts,vue}', 'scripts/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'ts/no-explicit-any': 'error',
    },
  },
  {
    name: 'wangge/speaks-to-the-terminal',
    files: ['extensions/wangge/src/**/commands.ts', 'scripts/**', 'test/**'],
    rules: { 'no-console': 'off' },
  },
  {
    name: 'wangge/rules-are-pure',
    files: rules,
    rules: {
      'no-restricted-imports': ['error', { patterns: outside }],
      'no-restricted-globals': ['error', { name: 'process', message: 'Rules read no environment.' }, { name: 'fetch', message: 'Rules ask nobody.' }, { name: 'performance', message: 'Rules have no clock: the moment comes in as an argument.' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Rules use the dates of kernel/ and calendar/.' },
        { selector: 'MemberExpression[object.name="Date"]', message: 'Rules have no clock: the moment comes in as an argument.' },
        { selector: 'MemberExpression[object.property.name="Now"]', message: 'Rules have no clock: the moment comes in as an argument.' },
        { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: 'Rules give the same answer every time.' },
      ],
    },
  },
  {
    name: 'wangge/seeds',
    files: ['seeds/**/*.yaml'],
    rules: {
      // Compact tables of rows are easier to read than one key per line.
      'yaml/flow-mapping-curly-spacing': 'off',
      'yaml/flow-sequence-bracket-spacing': 'off',
      'yaml/flow-mapping-curly-newline': 'off',
      'yaml/flow-sequence-bracket-newline': 'off',
      'yaml/quotes': 'off',
      'yaml/plain-scalar': 'off',
      'yaml/indent': 'off',
      'yaml/block-sequence': 'off',
      'yaml/block-mapping': 'off',
      'yaml/spaced-comment': 'off',
      'style/no-multi-spaces': 'off',
    },
  },
  {
    name: 'wangge/functions-below-their-use',
    files: ['**/*.{ts,mjs,js,vue}'],
    rules: { 'ts/no-use-before-define': ['error', { functions: false, classes: false, variables: false }] },
  },
  {
    name: 'wangge/plain-node',
    files: ['scripts/**/*.mjs', '*.config.{js,ts}'],
    rules: { 'antfu/no-import-dist': 'off' },
  },
);
