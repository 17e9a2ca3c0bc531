/** What the demonstration's ledgers say about the people of a household beyond who they are. Sensitive sets stay empty: they are not active. */
import type { Uuid } from '../../../kernel/values.ts';
import type { Resident } from './model.ts';
import type { Draw } from './patch-draw.ts';

export function drawSituations(draw: Draw, people: readonly Resident[], party_branch: Uuid): void {
  for (const resident of people) {
    drawResidence(draw, resident);
    drawParty(draw, resident, party_branch);
    drawCare(draw, resident);
    drawLabour(draw, resident);
  }
}

function drawResidence(draw: Draw, { id, residence, origin }: Resident): void {
  const { chance, words } = draw;
  const since = draw.whole(40, 900);
  if (residence === 'floating') {
    const permit = chance.weighted({ permit: 5, registration: 3, none: 2 });
    draw.add('floating_population', {
      person: id,
      origin,
      reason: chance.weighted({ work: 7, trade: 2, family: 1 }),
      housing: 'rented',
      arrived_on: draw.daysAgo(since, since),
      registered_on: draw.daysAgo(since - 10, since - 5),
      permit,
      permit_until: permit === 'permit' ? draw.daysAgo(-300, 20) : undefined,
      with_children: 0,
    });
  }
  if (residence === 'overseas') {
    draw.add('overseas_persons', {
      person: id,
      country: chance.pick(words.countries),
      document: 'passport',
      purpose_of_stay: chance.pick(['work', 'study']),
      arrived_on: draw.daysAgo(since, since),
      leaves_on: draw.daysAgo(-400, -60),
      registered: true,
    });
  }
}

function drawParty(draw: Draw, { id, age, party_member, residence, building }: Resident, organisation: Uuid): void {
  const { chance } = draw;
  if (party_member) {
    draw.add('party_members', {
      person: id,
      kind: 'full',
      organisation,
      joined_on: draw.daysAgo(700, Math.max(701, (age - 18) * 365)),
      pioneer: chance.chance(0.15),
      points: draw.whole(10, 120),
    });
  }
  if (residence === 'registered' && age >= 25 && age < 75 && chance.chance(0.06)) {
    draw.add('volunteers', {
      person: id,
      kind: chance.weighted({ entrance_head: 4, volunteer: 4, building_head: 1, mediator: 1 }),
      building: building.id,
      area: building.name,
      registered_on: draw.daysAgo(100, 900),
      hours: draw.whole(4, 160),
    });
  }
}

function drawCare(draw: Draw, { id, age, alone, residence, sex }: Resident): void {
  const { chance } = draw;
  if (residence !== 'registered')
    return;
  if (age >= 80 || (age >= 65 && alone)) {
    draw.add('elderly', {
      person: id,
      kinds: [...age >= 80 ? ['aged'] : [], alone ? 'alone' : 'empty_nest'],
      contact: draw.name(),
      contact_relation: chance.weighted({ child: 6, relative: 1, neighbour: 1 }),
      contact_phone: draw.phone(),
      frequency: alone ? 'weekly' : 'monthly',
      services: chance.chance(0.6) ? [chance.pick(['meals', 'cleaning', 'call_bell', 'company'])] : undefined,
      visitor: draw.name(),
      visited_on: draw.daysAgo(1, 25),
    });
  }
  if (chance.chance(0.015))
    draw.add('assistance', { person: id, kind: chance.weighted({ minimum: 4, borderline: 2, temporary: 1 }), family_members: draw.whole(1, 3), starts_on: draw.daysAgo(100, 900), ends_on: draw.daysAgo(-200, -20), visited_on: draw.daysAgo(2, 60) });
  if (sex === 'male' && age >= 26 && age < 75 && chance.chance(0.06))
    draw.add('veterans', { person: id, kind: 'veteran', enlisted_on: draw.daysAgo((age - 19) * 365, (age - 18) * 365), retired_on: draw.daysAgo((age - 24) * 365, (age - 22) * 365), card: chance.chance(0.8), plaque: chance.chance(0.9), visited_on: draw.daysAgo(10, 150) });
}

function drawLabour(draw: Draw, { id, age, residence }: Resident): void {
  const { chance, words } = draw;
  if (age < 18 || age >= 60 || residence === 'overseas')
    return;
  if (residence === 'registered' && chance.chance(0.04)) {
    const employed = chance.chance(0.25);
    draw.add('job_seekers', {
      person: id,
      kind: chance.weighted({ registered: 5, difficulty: 2, flexible: 2, graduate: age < 26 ? 2 : 0 }),
      unemployed_on: draw.daysAgo(120, 500),
      reason: chance.pick(['dismissal', 'contract_end', 'resignation']),
      skills: chance.pick(words.skills),
      wish: chance.pick(words.wishes),
      help: [chance.pick(['placement', 'training', 'public_post'])],
      employed_on: employed ? draw.daysAgo(3, 90) : undefined,
    });
  }
  if (chance.chance(0.2)) {
    const insurance = chance.weighted({ worker_pension: 4, resident_pension: 1, worker_medical: 4, resident_medical: 2 });
    const participation = chance.weighted({ insured: 8, interrupted: 1, none: 1 });
    draw.add('social_insurance', { person: id, insurance, participation, since: participation === 'none' ? undefined : draw.daysAgo(300, 3000), reason: participation === 'insured' ? undefined : chance.pick(['灵活就业，暂未续保', '已在原籍参保']) });
  }
}
