/** The words of the preview. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  interface: '居民看到的样子',
  about: '公示发布后居民看到的页面，标出疑似个人信息',
  show: '预览',
  hide: '收起',
  window: '在新窗口打开',
  unsaved: '显示的是已保存的内容，修改后请先保存。',
  publish: '此处只写草稿。写好后，由另一人在问题的办理操作中“公示”；撰写人、承办人不能发布自己的内容。',
  to_issue: '去公示',
};
const EN: typeof ZH = {
  interface: 'What a stranger sees',
  about: 'The page as residents will see it, with what looks like personal data marked',
  show: 'Preview',
  hide: 'Hide',
  window: 'Open in a window',
  unsaved: 'This shows what is saved: save first to see your changes.',
  publish: 'Here the draft is written. Somebody else publishes it with the step “Disclose” of the issue; neither its author nor the handler may.',
  to_issue: 'Go to the issue',
};

export const speaker = speakerOf(ZH, EN);
