// How evenly things are shared: one bar per name, the mean as a mark, and before → after while something is changed. The
// numbers beside the bars say the same.

export function Bar({
  value,
  before,
  most,
  mean,
}: {
  value: number;
  /** What it was, where it changes. */
  before?: number;
  most: number;
  mean: number;
}) {
  const part = (of: number) => `${most === 0 ? 0 : Math.min(100, Math.max(0, (of / most) * 100))}%`;
  const was = before ?? value;
  return (
    <span className="fb-desk-bar" aria-hidden>
      <i style={{ width: part(Math.min(was, value)) }} />
      {was !== value && (
        <i
          data-change={value > was ? 'more' : 'less'}
          style={{
            insetInlineStart: part(Math.min(was, value)),
            width: part(Math.abs(value - was)),
          }}
        />
      )}
      <b style={{ insetInlineStart: part(mean) }} />
    </span>
  );
}
