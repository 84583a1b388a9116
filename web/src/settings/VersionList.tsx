// Who changed what and when: every version of the settings with what differs from the one before.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../api/client';
import { useFormat } from '../format/useFormat';
import { Told } from '../plans/Told';
import { ChangeList } from './ChangeList';
import { changes } from './draft';
import { type SettingsVersion, settingsVersions } from './settings';

export function VersionList() {
  const { t } = useTranslation();
  const query = useQuery(settingsVersions);
  return (
    <div className="fb-settings-values">
      <p className="fb-dim">{t('settings.versions_about')}</p>
      <Told query={query} empty={t('settings.no_versions')}>
        {(versions: SettingsVersion[]) => (
          <ol className="fb-settings-versions">
            {versions.map((version, at) => (
              <Version key={version.version} version={version} before={versions[at + 1]} />
            ))}
          </ol>
        )}
      </Told>
    </div>
  );
}

function Version({ version, before }: { version: SettingsVersion; before: SettingsVersion | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const differs = before ? changes(before.settings, version.settings) : undefined;
  const toCome = version.effective_from > format.dateAt(serverNow());
  return (
    <li data-version={version.version}>
      <h3>
        {t('settings.version', { number: version.version })}
        {version.in_force && <span className="fb-settings-tag">{t('settings.in_force')}</span>}
        {toCome && <span className="fb-settings-tag">{t('settings.to_come')}</span>}
      </h3>
      <p className="fb-dim">
        {t('settings.made', {
          by: version.created_by ?? t('settings.by_server'),
          at: format.moment(version.created_at),
          from: format.longDay(version.effective_from),
        })}
      </p>
      {differs === undefined ? (
        <p>{t('settings.no_before')}</p>
      ) : differs.length === 0 ? (
        <p>{t('settings.no_difference')}</p>
      ) : (
        <ChangeList changes={differs} />
      )}
    </li>
  );
}
