import type { SettingsDefinition } from '../../shared/settings/definition.ts';
import { featureSettings } from '../../shared/settings/registry.ts';
import type { AnyRoute } from '../http/route.ts';
import { routeFeature } from './settings-feature.ts';
import { transferRoutes } from './settings-transfer.ts';

const features: readonly SettingsDefinition[] = featureSettings;

/** The settings of every feature of the registry, and all of them as one document. */
export const settingsRoutes: AnyRoute[] = [
  ...transferRoutes,
  ...features.flatMap((definition) => routeFeature(definition)),
];
