import type { APIMessageTopLevelComponent } from 'discord-api-types/v10';

/** Discord gives every component an id of its own, counting from 1 through the message. */
export function numbered(
  components: APIMessageTopLevelComponent[] | null | undefined,
): APIMessageTopLevelComponent[] {
  const copy = structuredClone(components ?? []);
  let last = 0;
  const give = (component: unknown) => {
    if (typeof component !== 'object' || component === null) return;
    const entry: { id?: number; components?: unknown[] } = component;
    last += 1;
    entry.id ??= last;
    for (const child of entry.components ?? []) give(child);
  };
  for (const component of copy) give(component);
  return copy;
}

/** Looks through rows and containers. */
export function componentIn(
  components: readonly unknown[],
  customId: string,
): { id?: number; type: number; disabled?: boolean; [field: string]: unknown } | null {
  for (const component of components) {
    const entry: { id?: number; type: number; custom_id?: string; components?: unknown[] } =
      Object(component);
    if (entry.custom_id === customId) return { ...entry };
    const inside = componentIn(entry.components ?? [], customId);
    if (inside) return inside;
  }
  return null;
}
