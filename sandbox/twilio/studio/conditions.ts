/** A condition's test: the input, and the value it is compared with. */
type Test = (input: string, value: string) => boolean;

function listed(value: string): readonly string[] {
  return value.split(',').map((one) => one.trim());
}

function matches(pattern: string, input: string): boolean {
  try {
    return new RegExp(pattern).test(input);
  } catch {
    return false;
  }
}

/** Undefined where one of the two is not a number: then neither is less nor greater. */
function difference(input: string, value: string): number | undefined {
  if (input.trim() === '' || value.trim() === '') return undefined;
  const result = Number(input) - Number(value);
  return Number.isNaN(result) ? undefined : result;
}

function timeBetween(input: string, value: string): number | undefined {
  const result = Date.parse(input) - Date.parse(value);
  return Number.isNaN(result) ? undefined : result;
}

/** `HH:MM` of the input against that of the value. */
function clockTimeBetween(input: string, value: string): number | undefined {
  const [left, right] = [input, value].map((text) =>
    /\b(\d{1,2}:\d{2})(?::\d{2})?\b/.exec(text)?.[1]?.padStart(5, '0'),
  );
  if (left === undefined || right === undefined) return undefined;
  return left.localeCompare(right);
}

function isBlank(input: string): boolean {
  return input.trim() === '';
}

const TESTS: Readonly<Record<string, Test>> = {
  equal_to: (input, value) => input.trim() === value.trim(),
  not_equal_to: (input, value) => input.trim() !== value.trim(),
  matches_any_of: (input, value) => listed(value).includes(input.trim()),
  does_not_match_any_of: (input, value) => !listed(value).includes(input.trim()),
  contains: (input, value) => input.includes(value),
  does_not_contain: (input, value) => !input.includes(value),
  starts_with: (input, value) => input.startsWith(value),
  does_not_start_with: (input, value) => !input.startsWith(value),
  is_blank: (input) => isBlank(input),
  is_not_blank: (input) => !isBlank(input),
  regex: (input, value) => matches(value, input),
  less_than: (input, value) => (difference(input, value) ?? 0) < 0,
  greater_than: (input, value) => (difference(input, value) ?? 0) > 0,
  is_before_date: (input, value) => (timeBetween(input, value) ?? 0) < 0,
  is_after_date: (input, value) => (timeBetween(input, value) ?? 0) > 0,
  is_before_time: (input, value) => (clockTimeBetween(input, value) ?? 0) < 0,
  is_after_time: (input, value) => (clockTimeBetween(input, value) ?? 0) > 0,
};

export const CONDITION_TYPES: readonly string[] = Object.keys(TESTS);

/** Whether the rendered input meets a condition of *Split Based On…*. Letter case counts. */
export function holds(type: string, input: string, value: string): boolean {
  return TESTS[type]?.(input, value) ?? false;
}
