// What expenses are for: the same at a desk and on the phone.

export const CATEGORIES = [
  'mileage',
  'fuel',
  'parking',
  'toll',
  'meal',
  'lodging',
  'phone',
  'repair',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];
