import { featureSettings } from '../../shared/settings/registry.ts';
import type { AnyRoute } from '../http/route.ts';
import { routeFeature } from './settings-feature.ts';
import { transferRoutes } from './settings-transfer.ts';

/** The settings of every feature of the registry, and all of them as one document. */
export const settingsRoutes: AnyRoute[] = [
  ...transferRoutes,
  ...featureSettings.flatMap((definition) => routeFeature(definition)),
];
