// The title of a screen, which hears the focus, and the way back from one that is no tab.
import type { Ref } from 'react';
import { Icon } from './icons';

export function TopTitle({
  heading,
  title,
  back,
}: {
  heading: Ref<HTMLHeadingElement>;
  title: string;
  /** What the way back is called. */
  back: string | undefined;
}) {
  return (
    <div className="m-top-title">
      {back && (
        <button type="button" className="m-back" onClick={() => history.back()} aria-label={back}>
          <Icon sign="back" />
        </button>
      )}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
    </div>
  );
}
