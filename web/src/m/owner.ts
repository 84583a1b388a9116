// One tab holds the phone: two would send the same queue twice over. The others wait, or take over when a person says so.

const NAME = 'fieldbeat-phone';

export interface OwnerShip {
  /** This tab may go on; `lost` resolves when another has taken over. */
  owned(lost: Promise<void>): void;
  /** Another tab has it. */
  elsewhere(): void;
}

const forever = () => new Promise<never>(() => undefined);

function ask(ship: OwnerShip, options: LockOptions) {
  let lose: () => void = () => undefined;
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  navigator.locks
    .request(NAME, options, (lock) => {
      if (lock) {
        ship.owned(lost);
        return forever();
      }
      ship.elsewhere();
      // As soon as the other tab is closed, this one goes on.
      ask(ship, {});
      return undefined;
    })
    .catch(() => {
      // Taken over: told, and in line again behind whoever did.
      lose();
      ask(ship, {});
    });
}

/** A browser without locks has one tab, as far as anybody can tell. */
export function own(ship: OwnerShip) {
  if ('locks' in navigator) ask(ship, { ifAvailable: true });
  else ship.owned(forever());
}

export const takeOver = (ship: OwnerShip) => ask(ship, { steal: true });
