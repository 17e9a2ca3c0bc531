/**
 * Where does a text name a person? By a title behind the name (王女士), by a label before it (投诉人：李芳), or by the words around
 * it (居民张伟来电, 经与赵铁柱沟通). Of a text in plain form (`personal-data-rules.ts`). Pure.
 *
 * A surname alone is no sign: most of them are everyday characters (高, 周, 管, 施). Without a colon somebody has to be doing
 * something behind the name, and what begins like a usual word, or ends like an office, is none.
 */

export interface Span { from: number; until: number }

const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊惠曲封芮储靳段焦巴牧谷车侯全班仲伊宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲丛鄂索咸籍赖卓蔺屠蒙池乔阴闻党翟谭贡劳姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀尚农温别庄晏柴瞿阎充慕连茹习艾鱼容向古易慎戈廖终居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师巩聂晁勾敖融冷辛阚那简饶空曾沙养鞠须丰巢关相查游权盖益桓公覃佟闫肖';
const DOUBLE = '欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯|长孙|宇文|端木|百里|南宫';
const SURNAME = `(?:${DOUBLE}|[${SURNAMES}])`;
const TITLES = '先生|女士|小姐|太太|阿姨|大爷|大妈|大娘|大叔|大伯|大姐|大哥|大嫂|叔叔|伯伯|奶奶|爷爷|婆婆|老伯|老太|老汉|师傅|老师|同学|同志|某某|某';
/** 居民王, 住户李… : a surname with a title, and up to two characters of a given name before it. */
const HONORIFIC = new RegExp(`${SURNAME}[\\u4E00-\\u9FA5]{0,2}?(?:${TITLES})`, 'g');
/** Words that only look like a surname with a title: whose trade it is, what all of them are. */
const NO_TITLED = /^(?:高龄|安全|平安|[老都向和于从应与是常通]|国家|公共|文明|全体|全校|全班|单身|成年|养老|司机|司炉|施工|水电|水暖|水管|管道|管理|门卫|安保|安装|车间|车队|房东|房屋|班主任|相关|有关|时任|幸福|农民|党员|单位)/;
const NO_TITLED_BEHIND = /(?:[修货客卡汽火电拖洗吊叉罐停路大小]|公交|出租|三轮)$/;

const WHO = '姓名|联系人|反映人|投诉人|举报人|诉求人|来电人|来访人|来信人|报修人|报案人|报警人|求助人|申请人|当事人|涉事人|户主|房主|车主|业主|住户|租户|租客|房东|患者|伤者|死者|逝者|孕妇|老人|邻居|居民|村民|市民|群众|商户|店主|商家|摊主|楼上|楼下|对门|肇事者|嫌疑人|其子|其女|其妻|其夫|其母|其父|儿子|女儿|妻子|丈夫|母亲|父亲|配偶|监护人|家属';
const LABELLED = new RegExp(`(?:${WHO})(?:姓名|名叫)? ?(?:[:：为是叫] ?|(?=${SURNAME}某))(${SURNAME}[\\u4E00-\\u9FA5·]{1,3})`, 'g');

/** Surnames of nine in ten people; the others are read only behind a colon or before a title. */
const USUAL = '王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛万顾赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐申葛柴伍覃骆关焦柳祝纪尚毕耿左季管符辛苗詹曲欧';
const GIVEN = '[\\u4E00-\\u9FA5](?<![的了在是和与不对已等到于由为将及或被把向从因也都就还其该此每各某这那我他她你们之以而但并且如若则曾来去上下中内外前后里间时年月日号楼室户层栋元])';
/** What stands behind a name: somebody says or does something, or the sentence is over. */
const SAYS = '反映|反应|投诉|举报|来电|来访|来信|致电|报修|报案|报警|求助|申请|咨询|建议|表示|认为|要求|希望|同意|拒绝|满意|答复|承认|签字|签收|确认|告知|夫妇|夫妻|等人|等户|等居民|本人|自行|自己|电话|手机|联系|沟通|协商|协调|核实|见面|面谈|取得|进行|了解|达成|处理|正在|无人|擅自|私自|私搭|违规|占用|堆放|饲养';
const BEHIND = `(?=[，。；、,.;!！?？:：()（）"“”《》\\s称说因与和对向到在住的未已仍将把被不一通商约解]|${SAYS}|家(?![园庭具属政长委电乐])|$)`;
const ANCHORED = new RegExp(`(?:${WHO}|经与|经向|已与|并与|再次与|又与|现与|多次与|联系|致电|回访|走访|慰问|告知|通知|约见|约谈|劝说|询问|[，。；、]与|^与)[了到上]?((?:${DOUBLE}|[${USUAL}])(?:${GIVEN}){1,2}?)${BEHIND}`, 'g');
/** Beginnings of usual words, and ends of what is no person. */
const NO_NAME = /^(?:安全|安排|安置|安装|安监|安保|安静|方便|方面|方式|方案|方向|高龄|高度|高兴|高层|高空|高温|高新|何时|何种|何处|何人|周边|周围|周[一二三四五六日末]|周期|许多|许可|任何|任务|陆续|曾经|曾多|管理|管道|管网|管线|管委|管家|施工|施救|石[板材油]|金额|金属|白天|白色|黄色|黄线|马上|马路|夏季|夏天|江苏|江西|江边|严重|严格|严禁|温度|温馨|文明|文化|文件|文书|关于|关注|关心|关系|关闭|关停|易[燃爆拉]|申请|申诉|申报|左右|左侧|季度|符合|纪委|尚未|尚[有在]|毕竟|毕业|武装|武警|康复|万元|万家|史上|毛病|牛奶|龙头|雷雨|段落|齐全|齐心|章程|田间|林业|林木|叶片|余款|余下|钱款|洪水|汤水|程序|唐突|谢谢|余名|余户|欧式|马达|伍佰|孔洞|雷电|杜绝|苗木|毕后|戴口|范围|乔木|方管|方法|金融|黄泥|黄土|康养|文体|文保|温泉|顾客|顾虑|顾及|万分|白蚁|江南|江北|水务|关怀|任意|方才|曲解|严肃|安慰|安抚|安顿|祝福|易感|单位|贺卡|谭家|章节|庄稼|庞大|温和|辛苦|辛勤|焦急|焦虑|聂家|尹家|鲁莽|雷同|侯车|龙卷|夏令|韩国|唐人|宋体|秦岭|汪洋|钟点|钟表|沈阳|徐州|郑州|苏州|胡乱|胡同|罗列|梁[柱体]|董事|丁字|魏家|卢沟)/;
const NO_NAME_END = /[会局所部处站司院校店厂社队组委办科馆厅库区街路巷村镇市县省桥墙门窗车树灯管线井池坑]$/;

export function namesIn(text: string): Span[] {
  const titled = [...text.matchAll(HONORIFIC)].filter(({ 0: found, index }) =>
    !NO_TITLED.test(found) && !(/^[车路强管水班家时都安]/.test(found) && found.length <= 3 && NO_TITLED_BEHIND.test(text.slice(Math.max(0, index - 2), index))));
  const labelled = [...text.matchAll(LABELLED)].map(match => ended(match));
  const anchored = [...text.matchAll(ANCHORED)].filter(match => !NO_NAME.test(match[1]!) && !NO_NAME_END.test(match[1]!)).map(match => ended(match));
  return [...titled.map(({ 0: found, index }) => ({ from: index, until: index + found.length })), ...labelled, ...anchored];
}

/** The name is the end of what matched. */
function ended(match: RegExpExecArray): Span {
  const until = match.index + match[0].length;
  return { from: until - match[1]!.length, until };
}
