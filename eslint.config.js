import antfu from '@antfu/eslint-config';

/** Files that only compute: no Directus, no database, no clock, no environment. */
const rules = [
  'extensions/wangge/src/**/calendar/{calendar,certificate}.ts',
  'extensions/wangge/src/**/handling/{model,words}.ts',
  'extensions/wangge/src/**/handling/lifecycle/{dossier,evolve,extension,facts,lifecycle,lifecycle-page,objections,objections-said,settlement,transitions}.ts',
  'extensions/wangge/src/**/handling/clocks/{board,clock,deadlines,held,moves,policies}.ts',
  'extensions/wangge/src/**/handling/routing/{orphans,responsible,routing,routing-check,routing-words}.ts',
  'extensions/wangge/src/**/handling/intake/similar.ts',
  'extensions/wangge/src/**/handling/proof/chain.ts',
  'extensions/wangge/src/**/handling/intake/{columns,workbook}.ts',
  'extensions/wangge/src/**/territory/{boundary,locate}.ts',
  'extensions/wangge/src/**/territory/import/{area,boundaries,columns,judge,overlays,tree,warnings}.ts',
  'extensions/wangge/src/**/territory/statements/{notices,page,render,statement}.ts',
  'extensions/wangge/src/**/territory/board/{board,model,page,pieces,sketch}.ts',
  'extensions/wangge/src/**/territory/map/{measures,outlines}.ts',
  'extensions/wangge/src/**/ledgers/{common-fields,entry,mask,model,numbers,reading,seal,shape,spec}.ts',
  'extensions/wangge/src/**/ledgers/book/{book,cells,columns,model,returns,words}.ts',
  'extensions/wangge/src/**/ledgers/upkeep/{figures,finding,finding-notices,plan}.ts',
  'extensions/wangge/src/**/reporting/assignments/{assignment,notices,progress}.ts',
  'extensions/wangge/src/**/assessment/{measures,tally,scoring,points,scheme,period,fraction}.ts',
  'extensions/wangge/src/**/ledgers/workbook/{changes,report,sheet}.ts',
  'extensions/wangge/src/**/platform/workbook/cells.ts',
];

const outside = [
  { regex: '^(@directus/|directus$|knex$|pg$|node-cron$|node:fs|node:process|node:child_process|node:http)', message: 'Rules are pure: time, rows and settings come in as arguments.' },
  { regex: '(^|/)(.*-)?store(\\.ts)?$', message: 'Rules know no database: the arrows run doors → store → rules.' },
  { regex: '(^|/)(hook|endpoint|job|commands)(\\.ts)?$', message: 'Rules know no doors.' },
];

const elsewhere = {
  regex: '^(\\.\\./)+(calendar|territory|reporting|ledgers|handling|assessment|recognition|platform)/(.*[-/])?store(\\.ts)?$',
  message: 'A room does not reach into another room\'s store: use what its index.ts offers.',
};

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
      'docs/**',
      '**/*.md',
      'package-lock.json',
      // Written by their own scripts, in their own order.
      'schema-snapshot.yaml',
      'test/system/schema.ts',
      'extensions/wangge/src/platform/schema/types.ts',
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
    name: 'wangge/rooms',
    files: ['extensions/wangge/src/**/*.{ts,vue}'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [elsewhere] }],
    },
  },
  {
    name: 'wangge/rules-are-pure',
    files: rules,
    rules: {
      'no-restricted-imports': ['error', { patterns: [...outside, elsewhere] }],
      'no-restricted-globals': ['error', { name: 'process', message: 'Rules read no environment.' }, { name: 'fetch', message: 'Rules ask nobody.' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"]', message: 'Rules use Temporal through calendar/.' },
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
