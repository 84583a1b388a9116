// What every step is given.
export interface StepProps {
  outletId: number;
  /** Null: without a visit, from the outlet's page. */
  visitId: string | null;
  /** Back to the list of steps. */
  onDone: () => void;
}
