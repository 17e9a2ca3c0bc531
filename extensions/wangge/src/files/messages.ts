/** The sentences about files, in the reader's language. */
import type { Messages } from '../kernel/refusal-rules.ts';
import { SHARED } from '../kernel/messages.ts';

const ACCEPTED = {
  'zh-CN': '可以上传：照片（JPEG、PNG、WebP）、PDF、Excel（xlsx）、Word（docx）、PowerPoint（pptx）、CSV、JSON 文件。',
  'en-US': 'Accepted are photographs (JPEG, PNG, WebP), PDF, Excel (xlsx), Word (docx), PowerPoint (pptx), CSV and JSON files.',
};
const HEIC = {
  'zh-CN': '如为 iPhone 的 HEIC 照片：请在“设置 → 相机 → 格式”中选“兼容性最佳”后重拍，或在上传窗口中直接拍照，也可先转换为 JPEG。',
  'en-US': 'Of an iPhone’s HEIC photograph: choose “Settings → Camera → Formats → Most Compatible” and take it again, take it in the upload dialogue itself, or convert it to JPEG.',
};

/** What rooms say where a file becomes linked. */
export const LINKING = {
  not_uploader: SHARED.not_uploader,
  not_photograph: {
    'zh-CN': '这里只能放照片（JPEG、PNG、WebP），所选文件不是照片或已损坏。请重新上传照片。',
    'en-US': 'Only photographs (JPEG, PNG, WebP) belong here; this file is none, or it is damaged. Upload the photograph again.',
  },
} satisfies Messages;

export const messages = {
  ...LINKING,
  managed_field: SHARED.managed_field,
  file_empty: {
    'zh-CN': '文件是空的（0 字节），没有上传。请重新选择文件或重新拍照。',
    'en-US': 'The file is empty (0 bytes) and was not stored. Choose it again, or take the photograph again.',
  },
  file_kind: {
    'zh-CN': `不能上传这种文件。${ACCEPTED['zh-CN']}${HEIC['zh-CN']}`,
    'en-US': `Files of this kind are not accepted. ${ACCEPTED['en-US']} ${HEIC['en-US']}`,
  },
  file_no_photo: {
    'zh-CN': '文件内容不是可用的照片。照片请用 JPEG、PNG 或 WebP 格式；其他图片请先另存为 JPEG。',
    'en-US': 'The file holds no photograph that can be used. Accepted are JPEG, PNG and WebP; save other pictures as JPEG first.',
  },
  file_broken: {
    'zh-CN': '文件不完整或已损坏，没有上传。请确认能正常打开，再重新上传。',
    'en-US': 'The file is damaged or incomplete and was not stored. See that it opens, and upload it again.',
  },
  file_too_large: {
    'zh-CN': '文件超过 {most} MB，没有上传。请压缩后上传，或分成几个文件。',
    'en-US': 'The file is larger than {most} MB and was not stored. Make it smaller, or upload it in parts.',
  },
  file_old_office: {
    'zh-CN': '这是旧格式（xls、doc、ppt）或加了密码的文件。请取消密码，另存为 xlsx、docx 或 pptx 后上传。',
    'en-US': 'This is a file of an old format (xls, doc, ppt), or under a password. Take the password off and save it as xlsx, docx or pptx.',
  },
  file_macros: {
    'zh-CN': '文件含有宏，不能上传。请另存为不含宏的 xlsx、docx 或 pptx 后上传。',
    'en-US': 'The file has macros, which are not accepted. Save it as xlsx, docx or pptx without macros.',
  },
  photo_unreadable: {
    'zh-CN': '照片打不开：文件不完整或已损坏。请重新拍摄或重新选择（JPEG、PNG、WebP）。',
    'en-US': 'The photograph cannot be opened: it is damaged or incomplete. Take or choose it again (JPEG, PNG, WebP).',
  },
  photo_heic: {
    'zh-CN': `本系统不能读取 HEIC 等格式的照片，请上传 JPEG、PNG 或 WebP。${HEIC['zh-CN']}`,
    'en-US': `Photographs as HEIC cannot be read here; accepted are JPEG, PNG and WebP. ${HEIC['en-US']}`,
  },
  photo_animated: {
    'zh-CN': '不接受动图。请上传单张的照片（JPEG、PNG、WebP）。',
    'en-US': 'Animated pictures are not accepted. Upload a single photograph (JPEG, PNG, WebP).',
  },
  photo_too_large: {
    'zh-CN': '照片为 {width}×{height} 像素，超过可处理的 {most} 万像素。请调小后，以 JPEG、PNG 或 WebP 格式上传。',
    'en-US': 'The photograph has {width}×{height} pixels, more than the {millions} million that can be handled. Make it smaller and upload it as JPEG, PNG or WebP.',
  },
  folder_unknown: {
    'zh-CN': '没有这个文件夹，请选择已有的文件夹。',
    'en-US': 'There is no such folder; choose one that exists.',
  },
  file_by_upload: {
    'zh-CN': '文件须通过上传建立，不能只填写文件信息。请上传文件本身。',
    'en-US': 'A file is made by uploading it, not by a description alone. Upload the file itself.',
  },
  file_in_use: {
    'zh-CN': '文件已附在业务记录中，不能更换、也不能删除。请另行上传新文件。',
    'en-US': 'The file belongs to a record and can be neither replaced nor deleted. Upload another file instead.',
  },
  import_address: {
    'zh-CN': '网址须以 http:// 或 https:// 开头。',
    'en-US': 'The address has to begin with http:// or https://.',
  },
  storage_failed: {
    'zh-CN': '文件没有保存：服务器存储空间不足或暂时无法写入。请稍后重新上传；仍不行的，请联系管理员。',
    'en-US': 'The file was not stored: the server has no room left, or cannot write just now. Upload it again later, or tell an administrator.',
  },
} satisfies Messages;
