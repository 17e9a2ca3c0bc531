/** Who lives in a patch of the demonstration: dwellings, households in them, and what the ledgers say about some of them. */
import type { Uuid } from '../../../kernel/values.ts';
import type { Building, Places, Residence, Resident, Sex } from './model.ts';
import type { Draw } from './patch-draw.ts';
import { HERE } from './patch-draw.ts';
import { drawSituations } from './situations.ts';

interface Role { relation: string; age: number; sex: Sex; family: string | undefined; marital: string }
interface Home { id: Uuid; building: Building; address: string; registered: string; household: string; province: string; residence: Residence }

export function drawPeople(draw: Draw, { buildings, party_branch }: Places): void {
  const rooms = new Set<string>();
  const { grid, thorough } = draw.scene;
  const households = thorough ? Math.round(grid.households * 0.93) : draw.whole(11, 19);
  for (let number = 1; number <= households; number++) {
    const kind = draw.chance.weighted({ alone_old: 2, couple_old: 2, single: 2, couple: 3, family: 6, generations: 2, tenants: 4, overseas: 0.15, vacant: 1 });
    const { building, unit, floor, room, name } = emptyRoom(draw, buildings, rooms);
    const rented = kind === 'tenants' || kind === 'overseas';
    const roles = rolesOf(draw, kind);
    const owner = draw.name(rented ? undefined : roles[0]?.family);
    const owner_phone = draw.phone();
    const dwelling = draw.add('dwellings', {
      name,
      building: building.id,
      unit: String(unit),
      floor,
      room,
      kind: 'flat',
      use: kind === 'vacant' ? 'vacant' : rented ? 'rented' : 'own',
      area: draw.whole(420, 1180) / 10,
      owner: rented || kind === 'vacant' ? owner : undefined,
      owner_phone: rented || kind === 'vacant' ? owner_phone : undefined,
      occupants: roles.length,
      gas: draw.chance.chance(0.9),
    });
    const province = rented ? draw.key(draw.words.provinces) : HERE;
    const address = `${building.address}${unit}单元${room}`;
    const people = roles.map(role => drawResident(draw, role, {
      id: dwelling,
      building,
      address,
      registered: rented ? `${draw.words.provinces[province]}` : address,
      household: `${grid.code.slice(-6)}${String(number).padStart(3, '0')}`,
      province,
      residence: kind === 'overseas' ? 'overseas' : rented ? 'floating' : 'registered',
    }, roles.length === 1));
    if (rented)
      drawRental(draw, dwelling, owner, owner_phone, people);
    drawSituations(draw, people, party_branch);
  }
}

interface Room { building: Building; unit: number; floor: number; room: string; name: string }

/** Buildings have more rooms than households are drawn. */
function emptyRoom(draw: Draw, buildings: readonly Building[], taken: Set<string>): Room {
  for (;;) {
    const building = draw.chance.pick(buildings);
    const [unit, floor] = [draw.whole(1, building.units), draw.whole(1, building.floors)];
    const room = `${floor}0${draw.whole(1, 4)}`;
    const name = `${building.name}${unit}单元${room}`;
    if (!taken.has(name)) {
      taken.add(name);
      return { building, unit, floor, room, name };
    }
  }
}

/** Who lives together; the head first. */
function rolesOf(draw: Draw, kind: string): Role[] {
  const sex = draw.chance.pick<Sex>(['male', 'female']);
  const other: Sex = sex === 'male' ? 'female' : 'male';
  const family = draw.name().slice(0, 1);
  const head = (age: number, marital: string): Role => ({ relation: 'head', age, sex, family, marital });
  const spouse = (age: number): Role => ({ relation: 'spouse', age: Math.max(22, age + draw.whole(-4, 3)), sex: other, family: undefined, marital: 'married' });
  const child = (age: number): Role => ({ relation: 'child', age, sex: draw.chance.pick<Sex>(['male', 'female']), family, marital: 'unmarried' });
  const couple = (age: number): Role[] => [head(age, 'married'), spouse(age)];
  switch (kind) {
    case 'vacant': return [];
    case 'alone_old': return [head(draw.whole(66, 92), 'widowed')];
    case 'couple_old': return couple(draw.whole(62, 86));
    case 'couple': return couple(draw.whole(27, 60));
    case 'family': {
      const age = draw.whole(30, 50);
      return [...couple(age), ...Array.from({ length: draw.chance.chance(0.25) ? 2 : 1 }, () => child(Math.max(0, age - draw.whole(25, 31))))];
    }
    case 'generations': {
      const age = draw.whole(32, 46);
      return [...couple(age), child(Math.max(1, age - draw.whole(26, 31))), { relation: 'parent', age: age + draw.whole(24, 29), sex, family, marital: 'widowed' }];
    }
    case 'tenants': return draw.chance.chance(0.5) ? couple(draw.whole(23, 45)) : [head(draw.whole(20, 40), 'unmarried')];
    default: return [head(draw.whole(24, 58), 'unmarried')];
  }
}

function drawResident(draw: Draw, role: Role, home: Home, alone: boolean): Resident {
  const { chance, words } = draw;
  const { relation, age, sex, family, marital } = role;
  const birth_on = draw.birthday(age);
  const name = draw.name(family);
  const adult = age >= 18;
  const overseas = home.residence === 'overseas';
  const party_member = age >= 25 && home.residence === 'registered' && chance.chance(0.12);
  const phone = age >= 14 && age < 85 ? draw.maybe(0.9, () => draw.phone()) : undefined;
  const id = draw.add('residents', {
    name,
    identity_number: overseas ? undefined : draw.maybe(0.9, () => draw.identityNumber(home.province, birth_on, sex)),
    phone,
    sex,
    birth_on,
    nation: overseas ? undefined : chance.chance(0.94) ? '汉族' : chance.pick(words.nations),
    political_status: overseas ? undefined : party_member ? 'party_member' : age >= 14 && age < 26 && chance.chance(0.3) ? 'league' : 'masses',
    education: educationOf(draw, age),
    marital_status: marital,
    workplace: adult && age < 60 ? draw.maybe(0.4, () => chance.pick(words.jobs)) : undefined,
    residence: home.residence,
    consistent: home.residence === 'registered',
    dwelling: home.id,
    address: home.address,
    registered_address: overseas ? undefined : home.registered,
    household_no: home.household,
    relation,
  });
  return { id, name, sex, age, alone, party_member, residence: home.residence, origin: home.registered, building: home.building, phone };
}

function educationOf({ chance }: Draw, age: number): string {
  if (age < 12)
    return age < 6 ? 'other' : 'primary';
  if (age < 19)
    return age < 15 ? 'junior' : 'high_school';
  return age > 60
    ? chance.weighted({ primary: 2, junior: 4, high_school: 4, college: 1, bachelor: 1 })
    : chance.weighted({ junior: 2, vocational: 2, high_school: 2, college: 4, bachelor: 5, postgraduate: 1 });
}

function drawRental(draw: Draw, dwelling: Uuid, landlord: string, landlord_phone: string, people: readonly Resident[]): void {
  const starts = draw.whole(20, 340);
  draw.add('rentals', {
    dwelling,
    use: people.length > 1 ? 'housing' : draw.chance.pick(['housing', 'shared']),
    landlord,
    landlord_phone,
    tenant: people[0]?.id,
    occupants: people.length,
    starts_on: draw.daysAgo(starts, starts),
    ends_on: draw.daysAgo(starts - 365, starts - 365),
    registered: draw.chance.chance(0.6),
    hazards: draw.chance.chance(0.85) ? ['none'] : [draw.chance.pick(['gas_electricity', 'fire', 'crowding'])],
  });
}
