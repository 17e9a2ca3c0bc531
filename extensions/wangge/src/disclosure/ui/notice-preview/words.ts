/** The words of the preview, in the Studio's language. */
const WORDS = {
  name: { 'zh-CN': '居民看到的样子', 'en-US': 'What a stranger sees' },
  about: { 'zh-CN': '公示发布后居民看到的页面，标出疑似个人信息', 'en-US': 'The page as residents will see it, with what looks like personal data marked' },
  show: { 'zh-CN': '预览', 'en-US': 'Preview' },
  hide: { 'zh-CN': '收起', 'en-US': 'Hide' },
  window: { 'zh-CN': '在新窗口打开', 'en-US': 'Open in a window' },
  unsaved: { 'zh-CN': '显示的是已保存的内容，修改后请先保存。', 'en-US': 'This shows what is saved: save first to see your changes.' },
  publish: {
    'zh-CN': '此处只写草稿。写好后，由另一人在问题的办理操作中“公示”；撰写人、承办人不能发布自己的内容。',
    'en-US': 'Here the draft is written. Somebody else publishes it with the step “Disclose” of the issue; neither its author nor the handler may.',
  },
  to_issue: { 'zh-CN': '去公示', 'en-US': 'Go to the issue' },
} as const;

export function speak(word: keyof typeof WORDS): string {
  return WORDS[word][document.documentElement.lang.startsWith('en') ? 'en-US' : 'zh-CN'];
}
