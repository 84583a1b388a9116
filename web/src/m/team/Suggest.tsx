// Words that are often said, to say them by a tap. What was typed may say more.
export function Suggest({
  words,
  said,
  onPick,
}: {
  words: readonly string[];
  said: string;
  onPick: (text: string) => void;
}) {
  return (
    <div className="t-suggest">
      {words.map((text) => (
        <button
          key={text}
          type="button"
          className="m-button"
          data-kind="quiet"
          aria-pressed={said === text}
          onClick={() => onPick(said === text ? '' : text)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
