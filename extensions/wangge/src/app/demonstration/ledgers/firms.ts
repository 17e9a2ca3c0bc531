/** The firms and shops of a patch of the demonstration, and how they employ people. */
import type { Uuid } from '../../../kernel/values.ts';
import type { Building, Enterprise } from './model.ts';
import type { Draw } from './patch-draw.ts';

export function drawEnterprises(draw: Draw, buildings: readonly Building[]): Enterprise[] {
  const { chance, words } = draw;
  const names = new Set<string>();
  return Array.from({ length: draw.whole(3, 6) }, () => {
    const shop = chance.chance(0.7);
    const kinds = shop ? words.shops : words.companies;
    const industry = draw.key(kinds);
    const building = chance.pick(buildings);
    const plain = `${draw.scene.community.replace('社区', '')}${chance.pick(words.brands)}${chance.pick(kinds[industry]!)}`;
    const name = names.has(plain) ? `${plain}（${names.size}店）` : plain;
    names.add(name);
    const address = `${building.address}底商${draw.whole(1, 12)}号`;
    const contact = draw.name();
    const catering = industry === 'catering';
    const employees = shop ? draw.whole(1, 8) : draw.whole(6, 60);
    const id = draw.add('enterprises', {
      name,
      credit_code: draw.creditCode(shop ? '92' : '91'),
      kind: shop ? chance.weighted({ sole_trader: 3, shop: 2 }) : 'company',
      industry,
      address,
      building: building.id,
      legal_representative: contact,
      contact,
      phone: draw.phone(),
      employees,
      has_party_organisation: !shop && chance.chance(0.2),
      has_union: !shop && chance.chance(0.3),
      open_flame: catering,
      operation: chance.weighted({ open: 18, suspended: 1, moved: 1 }),
    });
    if (!shop || chance.chance(0.1))
      drawEmployer(draw, id, employees);
    return { id, name, address, contact, catering };
  });
}

function drawEmployer(draw: Draw, enterprise: Uuid, workers: number): void {
  const unpaid = draw.chance.chance(0.08);
  draw.add('employers', {
    enterprise,
    workers,
    migrant_workers: draw.whole(0, Math.floor(workers / 2)),
    contracts: draw.whole(85, 100),
    insured: draw.whole(80, 100),
    contact: draw.name(),
    phone: draw.phone(),
    unpaid_people: unpaid ? draw.whole(1, 5) : 0,
    unpaid_amount: unpaid ? draw.whole(4, 40) * 1000 : 0,
    handling: unpaid ? draw.chance.pick(['watched', 'negotiating', 'transferred']) : 'none',
  });
}
