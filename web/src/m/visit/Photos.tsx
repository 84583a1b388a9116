// Pictures of a step: taken with the camera, kept on the phone, named by their digest.
import { useEffect, useId, useState } from 'react';
import { usePhone } from '../phone';
import { useWords } from './useWords';

export function Photos({
  label,
  hint,
  photos,
  most,
  onChange,
  wrong,
  required,
}: {
  label: string;
  hint?: string;
  /** SHA-256 of each. */
  photos: readonly string[];
  most: number;
  onChange: (photos: string[]) => void;
  wrong?: string | null | false;
  required?: boolean;
}) {
  const { t, number } = useWords();
  const { attachPhoto } = usePhone();
  const id = useId();
  const [busy, setBusy] = useState(0);
  const [failed, setFailed] = useState(false);
  const room = most - photos.length;
  const take = async (files: File[]) => {
    const taken = files.slice(0, room);
    setFailed(false);
    setBusy(taken.length);
    const kept: string[] = [...photos];
    for (const file of taken) {
      try {
        const digest = await attachPhoto(file);
        if (!kept.includes(digest)) kept.push(digest);
      } catch {
        setFailed(true);
      }
      setBusy((left) => left - 1);
    }
    onChange(kept);
  };
  const says = failed ? t('visit.photo.failed') : wrong;
  return (
    <fieldset className="v-field" data-wrong={says ? true : undefined}>
      <legend>
        {label}
        {required && <span className="v-must"> {t('visit.required')}</span>}
      </legend>
      {hint && <p className="v-dim">{hint}</p>}
      <ul className="v-photos">
        {photos.map((digest, at) => (
          <li key={digest}>
            <Picture digest={digest} alt={t('visit.photo.number', { n: number(at + 1) })} />
            <button
              type="button"
              onClick={() => onChange(photos.filter((one) => one !== digest))}
              aria-label={t('visit.photo.remove', { n: number(at + 1) })}
            >
              ×
            </button>
          </li>
        ))}
        {room > 0 && (
          <li>
            <label className="v-camera" htmlFor={id} data-busy={busy > 0 || undefined}>
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <path d="M4 8h3l2-3h6l2 3h3v11H4z" />
                <circle cx="12" cy="13" r="3.5" />
              </svg>
              {busy > 0 ? t('visit.photo.busy') : t('visit.photo.take')}
            </label>
            <input
              id={id}
              className="v-file"
              type="file"
              accept="image/*"
              capture="environment"
              multiple={room > 1}
              disabled={busy > 0}
              onChange={({ currentTarget }) => {
                const files = [...(currentTarget.files ?? [])];
                currentTarget.value = '';
                void take(files);
              }}
            />
          </li>
        )}
      </ul>
      {says && (
        <p className="v-wrong" role="alert">
          {says}
        </p>
      )}
    </fieldset>
  );
}

function Picture({ digest, alt }: { digest: string; alt: string }) {
  const { photo } = usePhone();
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let gone = false;
    photo(digest).then((blob) => {
      if (gone || !blob) return;
      made = URL.createObjectURL(blob);
      setUrl(made);
    });
    return () => {
      gone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [digest]);
  return url ? <img src={url} alt={alt} /> : <span className="v-nopicture">{alt}</span>;
}
