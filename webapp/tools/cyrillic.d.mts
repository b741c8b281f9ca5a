export function cyrillic(latin: string): string;
