interface Part {
  id?: number;
  type?: number;
  custom_id?: string;
  url?: string;
  sku_id?: string;
  content?: string;
  components?: unknown[];
  accessory?: unknown;
  component?: unknown;
}

/** Discord gives every component an id of its own, counting from 1 through the message or modal; 0 is none. */
export function numbered<T>(components: T[] | null | undefined): T[] {
  const copy = structuredClone(components ?? []);
  let last = 0;
  for (const part of partsIn(copy)) {
    last += 1;
    part.id ||= last;
  }
  return copy;
}

/** Looks through rows, sections and containers; buttons that lead elsewhere are found by their URL or SKU. */
export function componentIn(
  components: readonly unknown[],
  customId: string,
): { id?: number; type: number; disabled?: boolean; [field: string]: unknown } | null {
  const part = partsIn(components).find(({ custom_id, url, sku_id }) =>
    [custom_id, url, sku_id].includes(customId),
  );
  return part ? { ...part, type: part.type ?? 0 } : null;
}

/** What the text displays say. */
export function textsIn(components: readonly unknown[]): string[] {
  return partsIn(components).flatMap(({ content }) => (typeof content === 'string' ? [content] : []));
}

/** Every component, outer ones first. */
function partsIn(components: readonly unknown[]): Part[] {
  return components.flatMap((component) => {
    if (typeof component !== 'object' || component === null) return [];
    const part: Part = component;
    return [part, ...partsIn(part.components ?? []), ...partsIn([part.accessory, part.component])];
  });
}
