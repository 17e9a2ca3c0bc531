/** What a protected number says. */
import { speakerOf } from '../../../ui/speaker.ts';

const ZH = {
  interface: '加密号码',
  about: '身份证件号码、联系电话：加密保存，只显示遮蔽后的号码',
  kind: '号码类型',
  identity_number: '公民身份号码',
  phone: '联系电话',
  placeholder_identity_number: '18 位身份号码',
  placeholder_phone: '手机号，或区号加固定电话',
  replace: '号码已加密保存；要更改，请直接输入完整号码',
  clear: '清空号码',
  restore: '恢复原号码',
  masked: '带星号的号码不能保存，请输入完整号码',
  identity_number_invalid: '身份号码不正确，请核对每一位',
  phone_invalid: '电话号码不正确：手机号 11 位，固定电话请加区号',
  born: '{sex}，{day}出生',
  male: '男',
  female: '女',
  valid: '号码格式正确',
};
const EN: typeof ZH = {
  interface: 'Protected number',
  about: 'Identity numbers and telephones: kept encrypted, shown masked',
  kind: 'Kind of number',
  identity_number: 'Identity number',
  phone: 'Telephone',
  placeholder_identity_number: '18 digits',
  placeholder_phone: 'Mobile, or landline with its area code',
  replace: 'Kept encrypted; to change it, type the whole number',
  clear: 'Clear the number',
  restore: 'Back to the number before',
  masked: 'A number with stars cannot be saved: type the whole number',
  identity_number_invalid: 'Not a valid identity number: check every digit',
  phone_invalid: 'Not a telephone number: 11 digits, or a landline with its area code',
  born: '{sex}, born {day}',
  male: 'Male',
  female: 'Female',
  valid: 'The number is well formed',
};

export const speaker = speakerOf(ZH, EN);
export type Speak = ReturnType<typeof speaker>;
