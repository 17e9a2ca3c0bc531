/** What the room says no with. */
import type { Messages } from '../kernel/refusal-rules.ts';

export const messages = {
  password_text: { 'zh-CN': '密码须为文字。', 'en-US': 'A password is a text.' },
  password_short: { 'zh-CN': '密码至少 {least} 个字符，现为 {signs} 个。', 'en-US': 'A password has at least {least} characters; this one has {signs}.' },
  password_long: { 'zh-CN': '密码最多 {most} 个字符。', 'en-US': 'A password has at most {most} characters.' },
  password_named: { 'zh-CN': '密码中不能有本人姓名、登录邮箱（“{name}”）。请换一个与本人无关的密码，例如几个不相干的词。', 'en-US': 'The password must not contain the person’s name or e-mail address (“{name}”). Choose one that has nothing to do with them, such as a few unrelated words.' },
  password_common: { 'zh-CN': '这个密码太常见，容易被猜中（如常用密码、纯数字、连续或重复的字符）。请换一个，例如几个不相干的词。', 'en-US': 'This password is among the first that are tried (common ones, nothing but digits, runs, repetitions). Choose another, such as a few unrelated words.' },
  password_unfit: { 'zh-CN': '密码不符合本单位在系统设置中规定的密码规则，请换一个。', 'en-US': 'The password does not meet the policy that this office has set. Choose another.' },
  password_same: { 'zh-CN': '新密码不能与当前密码相同。', 'en-US': 'The new password must differ from the current one.' },
  password_repeat: { 'zh-CN': '两次输入的新密码不一致，请重新输入。', 'en-US': 'The two new passwords differ. Type them again.' },
  current_wrong: { 'zh-CN': '当前密码不正确。', 'en-US': 'The current password is not right.' },
  no_own_password: { 'zh-CN': '您的账号没有本系统的密码（由统一身份认证登录），请在统一身份认证平台修改。', 'en-US': 'Your account has no password here: it signs in through another provider. Change it there.' },
  too_many_attempts: { 'zh-CN': '密码或验证码输错次数过多，请 {minutes} 分钟后再试。', 'en-US': 'Too many wrong passwords or codes. Try again in {minutes} minutes.' },
  wait_seconds: { 'zh-CN': '密码或验证码输错次数过多，请 {seconds} 秒后再试。', 'en-US': 'Too many wrong passwords or codes. Try again in {seconds} seconds.' },
  code_wrong: { 'zh-CN': '验证码不正确，请输入验证器上当前显示的六位数字。', 'en-US': 'The code is not right. Enter the six digits that your authenticator shows now.' },
  secret_unknown: { 'zh-CN': '密钥已过期，或不是本系统刚为您生成的。请重新输入当前密码，从头启用双重验证。', 'en-US': 'This key has run out, or it was not made for you here. Begin anew: enter your current password.' },
  factor_set: { 'zh-CN': '双重验证已经启用。', 'en-US': 'The second factor is set up already.' },
  password_by_page: { 'zh-CN': '密码只能由本人在“账号安全”页面（/wangge/account）修改，须填写当前密码。忘记密码的，请管理员打印首次登录凭条。', 'en-US': 'A password is changed by its owner on the page “Account security” (/wangge/account), which asks for the current one. Whoever forgot theirs asks an administrator for a printed slip.' },
  email_by_administrator: { 'zh-CN': '登录邮箱由管理员修改。', 'en-US': 'The e-mail address, by which you sign in, is changed by an administrator.' },
  attempts_by_time: { 'zh-CN': '本系统不因密码输错而停用账号，改为延长再试的等待时间；此项须为空。', 'en-US': 'Wrong passwords suspend nobody here, they make the next attempt wait: this setting stays empty.' },
  own_slip: { 'zh-CN': '本人的密码请在“账号安全”页面修改。', 'en-US': 'Your own password is changed on the page “Account security”.' },
  account_inactive: { 'zh-CN': '该账号已停用或归档，请先启用，再打印首次登录凭条。', 'en-US': 'This account is suspended or archived. Make it active before printing a slip.' },
  account_elsewhere: { 'zh-CN': '该账号由统一身份认证登录，没有本系统的密码。', 'en-US': 'This account signs in through another provider and has no password here.' },
  account_without_email: { 'zh-CN': '该账号没有登录邮箱，请先填写。', 'en-US': 'This account has no e-mail address to sign in with. Enter one first.' },
  by_rest: { 'zh-CN': '登录、邀请、密码和双重验证请使用 REST 接口（/auth、/users），不经 GraphQL。', 'en-US': 'Signing in, invitations, passwords and the second factor go through REST (/auth, /users), not GraphQL.' },
  administrators_only: { 'zh-CN': '此项由管理员办理，请联系管理员。', 'en-US': 'This is for administrators to do; please ask one.' },
  foreign_form: { 'zh-CN': '请从本系统的页面提交。', 'en-US': 'Send this form from this site’s own page.' },
} satisfies Messages;

/** Why an account can do nothing else yet; the Studio opens the page where it is done (`ui/account-box/steer.ts`). */
export const DUE = {
  PASSWORD_CHANGE_REQUIRED: { 'zh-CN': '请先在“账号安全”页面设置自己的密码，之后才能使用系统。', 'en-US': 'Choose a password of your own on the page “Account security” first; everything else opens then.' },
  SECOND_FACTOR_REQUIRED: { 'zh-CN': '您的角色须启用双重验证。请先在“账号安全”页面启用，之后才能使用系统。', 'en-US': 'Your role asks for a second factor. Set it up on the page “Account security” first; everything else opens then.' },
} satisfies Messages;
export type DueCode = keyof typeof DUE;
