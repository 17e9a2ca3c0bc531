/** Communities, offices, stations and the district's departments, who works there, and who has which line of work. */
import type { Uuid } from '../../kernel/values.ts';
import type { DepartmentPlan, Division, Organisation } from './material.ts';
import type { DepartmentRow, DutyLineRow, SubdistrictRow } from './model.ts';
import type { Register } from './people-register.ts';
import { communityName } from './grids.ts';
import { idOf } from './random.ts';

export interface Departments {
  departments: DepartmentRow[];
  /** In the order of the divisions. */
  communities: DepartmentRow[];
  duty_lines: DutyLineRow[];
}

export function departmentsOf(
  organisation: Organisation,
  divisions: readonly Division[],
  subdistrict: SubdistrictRow,
  register: Register,
  categoryOf: (code: string) => Uuid,
): Departments {
  const duty_lines: DutyLineRow[] = [];
  let extensions = 0;
  const open = (plan: DepartmentPlan, first: boolean): DepartmentRow => {
    const ours = plan.kind !== 'district';
    const code = `${ours ? subdistrict.code : subdistrict.code.slice(0, 6)}${plan.code}`;
    const row: DepartmentRow = {
      id: idOf(`department/${code}`),
      code,
      name: plan.name,
      subdistrict: ours ? subdistrict.id : null,
      kind: plan.kind,
      head: null,
      // 0000 is no exchange: such numbers reach nobody.
      phone: `010-0000 ${String(8000 + ++extensions)}`,
      dispatches: plan.dispatches ?? false,
      supervises: plan.supervises ?? false,
      active: true,
    };
    if (plan.staff !== undefined)
      employ(row, plan, first);
    return row;
  };
  const employ = (row: DepartmentRow, { kind, code, dispatches, supervises, staff = [] }: DepartmentPlan, first: boolean): void => {
    const role = kind === 'community' ? 'community_cadre' : dispatches ? 'dispatcher' : supervises ? 'inspector' : 'office';
    const head = register.add({ role, title: kind === 'community' ? '社区书记' : '负责人', department: row.id, email: register.accountFor(plan => plan.place === 0 && plan.department === code) });
    const members = staff.map((_, index) => register.add({
      role,
      title: kind === 'community' ? '社区干部' : dispatches ? '调度员' : supervises ? '督查考核组成员' : '科员',
      department: row.id,
      email: register.accountFor(plan => plan.place === index + 1 && (plan.department === code || (first && plan.department === kind))),
    }));
    row.head = head.id;
    staff.forEach((categories, index) => {
      for (const category of categories) {
        duty_lines.push({
          id: idOf(`duty_line/${row.code}/${category}`),
          department: row.id,
          category: categoryOf(category),
          grid: null,
          person: members[index]!.id,
          stand_in: (members[(index + 1) % members.length] === members[index] ? head : members[(index + 1) % members.length]!).id,
          active: true,
        });
      }
    });
  };

  const communities = divisions.filter(({ level }) => level === 'community').map(({ code, name }, index) => open({
    code: `C${code.slice(-3)}`,
    name: `${communityName(name)}居民委员会`,
    kind: 'community',
    staff: organisation.community.staff,
  }, index === 0));
  const others = organisation.departments.map(plan => open(plan, false));
  return { departments: [...communities, ...others], communities, duty_lines };
}
