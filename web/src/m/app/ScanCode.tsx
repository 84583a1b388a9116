// The camera reads an enrolment code's QR, where the browser can. Nothing of the picture is kept.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;

const detector = () => (window as { BarcodeDetector?: DetectorClass }).BarcodeDetector;

export const canScan = () => detector() !== undefined && navigator.mediaDevices !== undefined;

const EVERY_MS = 250;

export function ScanCode({ onRead, onClose }: { onRead: (text: string) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const [failed, setFailed] = useState(false);
  const read = useRef(onRead);
  read.current = onRead;
  useEffect(() => {
    const Detect = detector()!;
    let stream: MediaStream | null = null;
    let timer: ReturnType<typeof setInterval> | undefined;
    let gone = false;
    const look = async () => {
      const reader = new Detect({ formats: ['qr_code'] });
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      const screen = video.current;
      if (gone || !screen) return stop();
      screen.srcObject = stream;
      await screen.play();
      timer = setInterval(() => {
        reader.detect(screen).then(
          ([found]) => found && !gone && read.current(found.rawValue),
          () => undefined,
        );
      }, EVERY_MS);
    };
    const stop = () => {
      clearInterval(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    look().catch(() => setFailed(true));
    return () => {
      gone = true;
      stop();
    };
  }, []);
  return (
    <div className="m-list">
      {failed ? (
        <p className="m-note">{t('enrol.no_camera')}</p>
      ) : (
        <video ref={video} className="m-video" muted playsInline aria-label={t('enrol.camera')} />
      )}
      <button type="button" className="m-button" data-kind="quiet" onClick={onClose}>
        {t('enrol.type')}
      </button>
    </div>
  );
}
