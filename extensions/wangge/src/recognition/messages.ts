/** The sentences of recognition. */
import type { Messages } from '../kernel/refusal-rules.ts';

export const messages: Messages = {
  recognition_by_steps: {
    'zh-CN': '奖惩事项由规则或者督查人员、一级网格责任人提出，并按陈述、认定、通报的步骤办理，不能直接增改、导入或删除。',
    'en-US': 'What is said of people is proposed and goes by its steps; it is not written, imported or deleted as an item.',
  },
  recognition_not_concerned: {
    'zh-CN': '由当事人（网格、单位的由其责任人、负责人）或其代理人办理。',
    'en-US': 'That is for the one concerned, or who stands in for them.',
  },
  recognition_concerned: {
    'zh-CN': '涉及您本人，应当回避。',
    'en-US': 'It concerns yourself: somebody else takes this step.',
  },
  recognition_proposed: {
    'zh-CN': '由您提出，须由他人认定或者复核。',
    'en-US': 'You proposed it: somebody else decides or settles it.',
  },
  recognition_answered: {
    'zh-CN': '您代当事人作了陈述，应当回避。',
    'en-US': 'You answered for the one concerned: somebody else takes this step.',
  },
  recognition_confirmed: {
    'zh-CN': '由您认定，须由他人通报或者复核。',
    'en-US': 'You confirmed it: somebody else publishes or settles it.',
  },
  recognition_not_decider: {
    'zh-CN': '由本街道一级网格责任人或者督查单位负责人认定。',
    'en-US': 'A leader of an area of the sub-district decides, or the head of its inspection office.',
  },
  recognition_not_team: {
    'zh-CN': '由本街道督查人员或者一级网格责任人办理。',
    'en-US': 'That is for the inspection team or a leader of an area of the sub-district.',
  },
  recognition_time_to_answer: {
    'zh-CN': '陈述申辩期未满（至 {until}），当事人本人尚未陈述，不能认定。',
    'en-US': 'The one concerned may answer until {until} and has not yet done so themselves: it cannot be confirmed.',
  },
  recognition_state: {
    'zh-CN': '该事项目前的状态是“{state}”，不能办理这一步。',
    'en-US': 'It is {state} now; this step cannot be taken.',
  },
  recognition_reason: {
    'zh-CN': '请写明理由，不少于 {least} 个字。',
    'en-US': 'Say why, in {least} characters or more.',
  },
  recognition_subject: {
    'zh-CN': '请选择本街道在岗的人员、在用的网格或单位。',
    'en-US': 'Choose a person, a grid or a department of the sub-district.',
  },
  recognition_cause: {
    'zh-CN': '表扬、荣誉推荐和续聘参考的事由只能是“工作突出”，批评和警告须选择其他事由。',
    'en-US': 'Praise is for outstanding work; criticism and warnings have another cause.',
  },
  recognition_honour_level: {
    'zh-CN': '荣誉推荐须选择级别，其他类别不填。',
    'en-US': 'A nomination needs its level; nothing else has one.',
  },
  recognition_renewal_person: {
    'zh-CN': '续聘参考意见须写明人员。',
    'en-US': 'A note for renewal is of a person.',
  },
  recognition_text: {
    'zh-CN': '请写明内容，不少于 {least} 个字。',
    'en-US': 'Say what is proposed, in {least} characters or more.',
  },
  recognition_evidence: {
    'zh-CN': '请至少选择一项依据（1 至 {most} 项）。',
    'en-US': 'It rests on 1 to {most} facts.',
  },
  recognition_evidence_unknown: {
    'zh-CN': '依据“{fact}”不存在，或者不是已发生的事实。',
    'en-US': '“{fact}” is no fact that is known here.',
  },
  recognition_evidence_elsewhere: {
    'zh-CN': '依据“{fact}”不属于所选的人员、网格或单位。',
    'en-US': '“{fact}” is not of the one named.',
  },
  recognition_evidence_silent: {
    'zh-CN': '依据“{fact}”不能说明所选的事由，请选择能够说明该事由的事实；虚假数据只能以经查实的问题为依据。',
    'en-US': '“{fact}” does not speak for this cause. Choose facts that do; false data rests on confirmed findings only.',
  },
  recognition_evidence_fallen: {
    'zh-CN': '依据“{fact}”已不计入考核或者已更正，不能再作为依据。',
    'en-US': '“{fact}” does not stand any more.',
  },
  recognition_outstanding: {
    'zh-CN': '荣誉推荐须以已公布的领先档次，或者已认定的通报表扬为依据。',
    'en-US': 'A nomination rests on a front tier that is published, or on a commendation.',
  },
  recognition_ranking_only: {
    'zh-CN': '只能以“领先”“靠后”的档次为依据，不能以名次为依据。',
    'en-US': 'A place alone says nothing: only the front and the back tier are evidence.',
  },
  recognition_quota: {
    'zh-CN': '{year} 年该级荣誉的名额为 {places} 个，已全部认定。',
    'en-US': 'There are {places} places for this honour in {year}, and all are taken.',
  },
  recognition_nothing_stands: {
    'zh-CN': '依据的事实均已不成立，不能恢复，请撤销。',
    'en-US': 'Nothing that it rests on stands any more: it can only be revoked.',
  },
  recognition_appeal_upheld: {
    'zh-CN': '对该事项的申诉已成立，不能恢复，请撤销。',
    'en-US': 'An appeal against it was upheld: it can only be revoked.',
  },
  recognition_nobody_told: {
    'zh-CN': '当事人账号已停用，或者该网格、单位现无责任人，无人可以陈述，暂不能认定。',
    'en-US': 'Nobody is there who could be told and could answer (an account out of use, a grid without a leader): it cannot be confirmed.',
  },
  recognition_not_said: {
    'zh-CN': '尚未通报，不能打印通报。',
    'en-US': 'It is not published: there is nothing to print.',
  },
  rule_managed: {
    'zh-CN': '试算结果由系统填写。',
    'en-US': 'What a trial says is written by the trial.',
  },
  rule_not_tried: {
    'zh-CN': '请先对现在的规则试算并查看结果，再启用。',
    'en-US': 'Try the rule as it reads now, look at what it names, then switch it on.',
  },
  rule_in_use: {
    'zh-CN': '已有奖惩事项依据该规则提出，不能删除；请停用。',
    'en-US': 'Recognitions rest on it: switch it off instead.',
  },
  rule_column: {
    'zh-CN': '“{kind}”没有这一项。',
    'en-US': 'Facts of the kind {kind} do not say that.',
  },
  rule_fact: {
    'zh-CN': '按事实的规则须填写事实类别、计哪一项和次数。',
    'en-US': 'A rule on facts needs the kind of fact, what of it, and how many.',
  },
  rule_measure: {
    'zh-CN': '按计量的规则须填写计量和界限（百分数，0 至 100）。',
    'en-US': 'A rule on a measure needs the measure and a threshold in per cent, 0 to 100.',
  },
  rule_tier: {
    'zh-CN': '按档次的规则须选择“领先”或“靠后”。',
    'en-US': 'A rule on a tier needs the front or the back one.',
  },
  rule_threshold: {
    'zh-CN': '次数应为 1 以上的整数。',
    'en-US': 'The number of facts is a whole number, 1 or more.',
  },
  rule_nothing: {
    'zh-CN': '请选择提出什么，或者选择提醒牌的颜色。',
    'en-US': 'Say what it proposes, or which card it shows.',
  },
  rule_praise: {
    'zh-CN': '事由与提出的类别不符：工作突出的提出表扬、荣誉或续聘参考，其他事由提出批评或警告。',
    'en-US': 'Outstanding work is praised; every other cause is criticised or warned of.',
  },
  rule_honour_level: {
    'zh-CN': '提出荣誉推荐的，须选择级别；其他的不填。',
    'en-US': 'A nomination needs its level; nothing else has one.',
  },
  rule_renewal_person: {
    'zh-CN': '续聘参考意见只能对人员提出。',
    'en-US': 'A note for renewal is of a person.',
  },
  quota_taken: {
    'zh-CN': '该级荣誉已认定的人数多于名额，不能减少或删除。',
    'en-US': 'More honours are given already.',
  },
  quota_exists: {
    'zh-CN': '该街道该年度该级别的名额已设置，请修改原来的一条。',
    'en-US': 'There is a row for this sub-district, year and level: change that one.',
  },
};
