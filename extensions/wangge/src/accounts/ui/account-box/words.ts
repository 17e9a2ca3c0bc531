/** What the box on a person's form says. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  interface: '账号安全',
  own: '密码须在“账号安全”页面修改，并填写当前密码；双重验证也在该页启用。',
  own_open: '修改密码、启用双重验证',
  other: '新账号、忘记密码的，请打印首次登录凭条当面交给本人：首次密码由系统生成，只显示一次，本人首次登录后须设置自己的密码。',
  other_open: '打印首次登录凭条',
  fresh: '账号保存后，在此打印首次登录凭条；不必填写密码。',
};
const EN: typeof ZH = {
  interface: 'Account security',
  own: 'The password is changed on the page “Account security”, which asks for the current one; the second factor is set up there, too.',
  own_open: 'Change password, set up a second factor',
  other: 'For a new account, or a forgotten password, print a slip and hand it over in person: the first password is made here, shown once, and has to be changed at the first sign-in.',
  other_open: 'Print a slip for the first sign-in',
  fresh: 'Save the account first; then print a slip for the first sign-in here. No password has to be entered.',
};

export const speaker = speakerOf(ZH, EN);
