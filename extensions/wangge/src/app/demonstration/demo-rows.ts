/**
 * The demonstration sub-district as rows: its grids and departments, the people and what each is
 * responsible for. The division is real, the people are invented.
 */
import type { Day, Uuid } from '../../kernel/values.ts';
import type { Material } from './material.ts';
import type { DemoRows, SubdistrictRow } from './model.ts';
import { departmentsOf } from './departments.ts';
import { gridsOf } from './grids.ts';
import { Register } from './people-register.ts';
import { postsOf } from './posts.ts';
import { idOf, random } from './random.ts';

/** `today` dates what changes over time: terms, absences, the vacancy. */
export function makeDemoRows(material: Material, categories: readonly { id: Uuid; code: string }[], today: Day, seed: string): DemoRows {
  const { divisions, organisation } = material;
  const place = divisions.find(({ level }) => level === 'subdistrict')!;
  const subdistrict: SubdistrictRow = { id: idOf('subdistrict'), code: place.code, name: place.name, supervision_phone: '010-0000 0110' };
  const register = new Register(material, random(`${seed}/people`));
  const categoryOf = (code: string): Uuid => categories.find(category => category.code === code)!.id;
  const { departments, communities, duty_lines } = departmentsOf(organisation, divisions, subdistrict, register, categoryOf);
  const grids = gridsOf(organisation, divisions, subdistrict, communities, random(`${seed}/grids`), random(`${seed}/streets`));
  const { posts, absences } = postsOf(grids, communities, register, today);
  for (const [email, { role }] of Object.entries(organisation.accounts)) {
    if (!register.people.some(person => person.email === email))
      register.add({ role, title: '统计分析员', email });
  }
  return { subdistrict, grids, departments, people: register.people, posts, absences, duty_lines };
}
