/** What stands in a patch of the demonstration: buildings, firms, facilities, places to watch, and what is organised there. */
import type { Uuid } from '../../../kernel/values.ts';
import type { Building, Enterprise, Places } from './model.ts';
import type { Draw } from './patch-draw.ts';
import { drawEnterprises } from './firms.ts';

export function drawPlaces(draw: Draw): Places {
  const buildings = drawBuildings(draw);
  const enterprises = drawEnterprises(draw, buildings);
  drawFacilities(draw);
  drawDangers(draw, buildings, enterprises);
  drawCulture(draw);
  drawWork(draw);
  return { buildings, party_branch: drawOrganisations(draw) };
}

function drawBuildings(draw: Draw): Building[] {
  const { chance, words } = draw;
  const estate = chance.pick(words.estates);
  const manager = chance.pick(words.managers);
  const [manager_contact, manager_phone] = [draw.name(), draw.phone()];
  const old = chance.chance(0.6);
  return Array.from({ length: draw.scene.thorough ? 12 : draw.whole(3, 5) }, (_, index) => {
    const name = `${estate}${index + 1}号楼`;
    const [floors, units] = old ? [6, draw.whole(3, 6)] : [draw.whole(11, 24), draw.whole(1, 3)];
    const id = draw.add('buildings', {
      name,
      estate,
      nature: old ? 'old' : 'commercial',
      address: `${draw.scene.community}${name}`,
      built_year: old ? draw.whole(1982, 1998) : draw.whole(2001, 2018),
      floors,
      basements: old ? 0 : 1,
      entrances: units,
      households: floors * units * 4,
      lifts: old ? 0 : units * 2,
      heating: 'central',
      manager,
      manager_contact,
      manager_phone,
      head: draw.name(),
      head_phone: draw.phone(),
      has_hazard: chance.chance(0.15),
    });
    return { id, name, address: `${draw.scene.community}${name}`, units, floors };
  });
}

/** Kind → group, what it is called, how many. */
const FACILITIES: readonly [kind: string, group: string, name: string, owner: string, least: number, most: number][] = [
  ['hydrant', 'fire', '消火栓', '市自来水集团', 2, 3],
  ['fire_cabinet', 'fire', '微型消防站器材箱', '社区居委会', 1, 1],
  ['fire_lane', 'fire', '消防车通道', '物业服务单位', 1, 2],
  ['manhole', 'utility', '雨水井盖', '区城市管理委员会', 2, 4],
  ['street_lamp', 'utility', '路灯', '市路灯管理中心', 2, 4],
  ['camera', 'utility', '监控探头', '派出所', 1, 2],
  ['charging', 'other', '电动自行车充电柜', '物业服务单位', 1, 2],
  ['waste_station', 'environment', '垃圾分类驿站', '物业服务单位', 1, 1],
  ['notice_board', 'other', '宣传栏', '社区居委会', 1, 1],
  ['fitness', 'other', '健身器材', '社区居委会', 1, 2],
];

function drawFacilities(draw: Draw): void {
  const surveyed_on = draw.daysAgo(200, 300);
  let place = 0;
  for (const [kind, group, name, owner, least, most] of FACILITIES) {
    const number = draw.whole(least, most);
    for (let n = 1; n <= number; n++) {
      draw.add('facilities', {
        name: `${n}号${name}`,
        code: `119999${String(++place).padStart(4, '0')}${draw.scene.grid.code.slice(-6)}`,
        group,
        kind,
        address: draw.chance.pick(['小区主入口', '小区北侧道路', '中心绿地旁', '2号楼东侧', '小区南门外', '停车场出入口']),
        owner,
        keeper: owner,
        condition: draw.chance.weighted({ intact: 30, damaged: 2, missing: 0.3 }),
        surveyed_on,
      });
    }
  }
}

function drawDangers(draw: Draw, buildings: readonly Building[], enterprises: readonly Enterprise[]): void {
  const { chance, words } = draw;
  for (const { id, name, address, contact, catering } of enterprises.filter(({ catering }) => catering || chance.chance(0.25))) {
    draw.add('key_places', {
      name,
      kind: catering ? 'restaurant' : 'shop',
      address,
      enterprise: id,
      responsible: contact,
      phone: draw.phone(),
      risk: chance.weighted({ low: 3, general: 3, larger: catering ? 1 : 0 }),
      extinguishers: draw.whole(2, 6),
      has_hazard: false,
      checked_on: draw.daysAgo(5, 90),
    });
  }
  draw.add('key_places', {
    name: `${buildings[0]!.name.replace(/\d+号楼$/, '')}电动自行车棚`,
    kind: 'charging',
    address: `${buildings[0]!.address}西侧`,
    responsible: draw.name(),
    phone: draw.phone(),
    risk: 'general',
    extinguishers: 4,
    has_hazard: chance.chance(0.2),
    checked_on: draw.daysAgo(3, 40),
  });
  const hazards = draw.whole(0, 3);
  for (let n = 0; n < hazards; n++) {
    const kind = draw.key(words.hazards);
    const building = chance.pick(buildings);
    const found = draw.whole(2, 120);
    const rectified = found > 20 || chance.chance(0.4);
    draw.add('hazard_points', {
      name: `${building.name}${draw.whole(1, building.units)}单元${words.hazards[kind]}（${n + 1}）`,
      kind,
      building: building.id,
      level: chance.weighted({ low: 3, general: 4, larger: 1 }),
      found_on: draw.daysAgo(found, found),
      responsible: chance.pick(words.managers),
      rectify_by: draw.daysAgo(found - 15, found - 15),
      rectified_on: rectified ? draw.daysAgo(Math.max(0, found - 12), Math.max(0, found - 12)) : undefined,
      rechecked_on: rectified ? draw.daysAgo(Math.max(0, found - 14), Math.max(0, found - 14)) : undefined,
    });
  }
}

function drawCulture(draw: Draw): void {
  const { scene: { community, grid, first }, chance, words } = draw;
  const place = community.replace('社区', '');
  if (first || chance.chance(0.25)) {
    const kind = draw.key(words.schools);
    const public_one = kind === 'primary' || chance.chance(0.5);
    draw.add('schools', {
      name: `${place}${chance.pick(words.brands)}${words.schools[kind]}`,
      kind,
      credit_code: draw.creditCode(public_one ? '91' : '52'),
      public: public_one,
      address: `${place}${draw.whole(1, 60)}号`,
      authority: '区教育委员会',
      students: draw.whole(40, 400),
      teachers: draw.whole(8, 40),
      head: draw.name(),
      security_head: draw.name(),
      security_phone: draw.phone(),
      guards: draw.whole(2, 5),
    });
  }
  const kind = draw.key(words.venues);
  const venue = draw.add('venues', {
    name: `${grid.name}${words.venues[kind]}`,
    kind,
    address: `${place}${draw.whole(1, 60)}号院内`,
    area: draw.whole(30, 400),
    opening: '周一至周日 8:30—20:00',
    free: true,
    keeper: draw.name(),
    phone: draw.phone(),
    condition: chance.weighted({ good: 8, repair: 1 }),
    repaired_on: draw.daysAgo(20, 300),
  });
  if (first || chance.chance(0.3)) {
    const team = draw.key(words.teams);
    draw.add('culture_teams', { name: `${place}${words.teams[team]}`, kind: team, leader: draw.name(), phone: draw.phone(), members: draw.whole(8, 40), venue, schedule: '每周二、四 19:00', last_activity_on: draw.daysAgo(1, 30), participants: draw.whole(8, 40) });
  }
}

function drawWork(draw: Draw): void {
  const { chance, words, scene: { community, first } } = draw;
  if (chance.chance(0.2)) {
    const kind = draw.key(words.projects);
    const progress = draw.whole(5, 100);
    draw.add('projects', { name: `${community}${chance.pick(words.projects[kind]!)}`, kind, responsible: '城市管理办公室', contact: draw.name(), phone: draw.phone(), amount: draw.whole(20, 900), starts_on: draw.daysAgo(60, 240), ends_on: draw.daysAgo(-160, -10), progress, stage: progress === 100 ? 'finished' : 'running' });
  }
  if (first)
    draw.add('business_premises', { name: `${community.replace('社区', '')}${chance.pick(words.brands)}大厦`, kind: chance.pick(['office', 'mall', 'market']), address: `${community}${draw.whole(1, 60)}号`, area: draw.whole(3, 40) * 1000, tenants: draw.whole(8, 120), vacancy: draw.whole(3, 30), operator: chance.pick(words.managers), contact: draw.name(), phone: draw.phone() });
  for (let n = draw.whole(0, 2); n > 0; n--) {
    const kind = draw.key(words.disputes);
    const outcome = chance.weighted({ settled: 6, mediating: 3, unsettled: 1 });
    draw.add('disputes', { title: chance.pick(words.disputes[kind]!), kind, occurred_on: draw.daysAgo(n * 20, n * 20 + 18), scale: 'individual', people: draw.whole(2, 4), party_a: draw.name(), party_b: draw.name(), resolve_by: draw.daysAgo(-20, 10), mediation: 'people', outcome, satisfied: outcome === 'settled' && chance.chance(0.9) });
  }
}

/** The branch of the patch. */
function drawOrganisations(draw: Draw): Uuid {
  const { scene: { grid, community, first } } = draw;
  const branch = draw.add('party_organisations', { name: `${grid.name}党支部`, kind: 'branch', secretary: draw.name(), phone: draw.phone(), members: draw.whole(12, 48), founded_on: draw.daysAgo(900, 4000), address: `${community}党群服务中心` });
  if (first) {
    draw.add('party_organisations', { name: `${community}党委`, kind: 'committee', secretary: draw.name(), phone: draw.phone(), members: draw.whole(120, 260), founded_on: draw.daysAgo(3000, 7000), address: `${community}党群服务中心` });
    draw.add('mass_organisations', { name: `${community}志愿服务队`, kind: 'volunteer_team', leader: draw.name(), phone: draw.phone(), members: draw.whole(20, 80), attention: 'low', address: `${community}党群服务中心` });
  }
  return branch;
}
