/** Paths with fields, as `str.format` of Python fills them in: `{epoch:02d}-{val_loss:.2f}`. */
import { badTemplate } from './callback-messages.js';

/**
 * Fills in fields. A format is `[0][width][.precision][d|f|e|g]`; `{{` and `}}` are braces.
 *
 * @param where - Who asks, for messages.
 * @param values - Of the fields.
 * @throws {ValueError} CHECKPOINT_TEMPLATE
 */
export function fillTemplate(where: string, template: string, values: Readonly<Record<string, number>>): string {
  return template.replace(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (whole, field: string | undefined) => {
    if (whole === '{{' || whole === '}}') return whole.charAt(0);
    const { name, format } = /^(?<name>[^:]*):?(?<format>.*)$/s.exec(field ?? '')?.groups ?? {};
    const value = name !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
    const text = value === undefined ? undefined : formatNumber(value, format ?? '');
    if (text === undefined) throw badTemplate(where, `${whole} in "${template}"`, Object.keys(values));
    return text;
  });
}

/** The number in a format of Python; undefined when the format is none. */
function formatNumber(value: number, format: string): string | undefined {
  const groups = /^(?<zero>0?)(?<width>\d{0,3})(?:\.(?<precision>\d{1,2}))?(?<type>[dfeg]?)$/.exec(format)?.groups;
  if (groups === undefined) return undefined;
  const { zero, width, precision, type } = groups;
  const digits = precision === undefined ? 6 : Number(precision);
  const text = (): string | undefined => {
    if (type === 'd') return Number.isInteger(value) && precision === undefined ? String(value) : undefined;
    if (type === 'f') return value.toFixed(digits);
    if (type === 'e') return value.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2');
    return precision === undefined && type === '' ? String(value) : String(Number(value.toPrecision(digits || 1)));
  };
  return text()?.padStart(Number(width), zero === '0' ? '0' : ' ');
}
