// Who is signed in on this phone, its language, and the way out.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { version } from '../../../package.json';
import { Icon } from '../app/icons';
import { LanguagePick } from '../app/LanguagePick';
import { goInstead, href } from '../route';
import { signOut } from './client';
import { OnThisPhone } from './OnThisPhone';
import { useMe, useRefusal, useSay } from './say';

export function Me() {
  const { t } = useSay();
  const { user, company } = useMe();
  return (
    <>
      <p className="m-card">
        <strong>{user.name}</strong>
        <span className="m-dim">{[t(`role.${user.role}`), company?.name].filter(Boolean).join(' · ')}</span>
      </p>
      <ul className="m-list">
        <li>
          <a className="m-item" href="/account">
            <span className="m-item-words">{t('team.me.account')}</span>
            <Icon sign="go" />
          </a>
        </li>
        <li>
          <a className="m-item" href="/">
            <span className="m-item-words">{t('team.me.console')}</span>
            <Icon sign="go" />
          </a>
        </li>
        <li>
          <a className="m-item" href={href('enrol')}>
            <span className="m-item-words">{t('team.me.rep')}</span>
            <Icon sign="go" />
          </a>
        </li>
      </ul>
      <OnThisPhone />
      <LanguagePick />
      <SignOut />
      <p className="m-dim">{t('team.me.version', { version })}</p>
    </>
  );
}

export function SignOut() {
  const { t } = useTranslation();
  const refusal = useRefusal();
  const out = useMutation({ mutationFn: signOut, onSuccess: () => goInstead('team') });
  return (
    <section className="m-list">
      <p className="m-dim">{t('team.me.sign_out_what')}</p>
      {out.isError && (
        <p className="m-note" data-tone="bad" role="alert">
          {refusal(out.error)}
        </p>
      )}
      <button
        type="button"
        className="m-button"
        data-kind="bad"
        disabled={out.isPending}
        onClick={() => out.mutate()}
      >
        {t('team.me.sign_out')}
      </button>
    </section>
  );
}
