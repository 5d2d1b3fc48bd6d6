import { errorCurves } from '../../src/charts/error-curves.ts';
import { errorOverDepth } from '../../src/charts/error-over-depth.ts';
import { gradientHeatMap } from '../../src/charts/gradient-heat-map.ts';
import { gradientProfile } from '../../src/charts/gradient-profile.ts';
import { layerResponses } from '../../src/charts/layer-responses.ts';
import { degradation } from '../../src/evidence/claims/degradation.ts';
import { equalParameters } from '../../src/evidence/claims/equal-parameters.ts';
import { notOverfitting } from '../../src/evidence/claims/not-overfitting.ts';
import { residualBeatsPlain } from '../../src/evidence/claims/residual-beats-plain.ts';
import { shortcutsRemoveIt } from '../../src/evidence/claims/shortcuts-remove-it.ts';
import { he2015 } from '../../src/paper/published.ts';
import type { ReportDefinition } from '../../src/reports/experiment-report.ts';

/** A report with everything that there is, as an experiment would declare it. */
export const definition: ReportDefinition = {
  name: 'plain-vs-residual',
  title: 'Plain and residual networks over depth',
  question:
    'Why do deeper plain networks train worse than shallower ones, although they could represent the same functions? And does a shortcut around every two layers cure it?',
  expectation:
    'The deeper a plain network, the higher its error, on the training images too. With shortcuts the order vanishes or turns around.',
  charts: [
    errorCurves(),
    errorOverDepth({ published: he2015 }),
    gradientHeatMap(),
    gradientProfile(),
    layerResponses(),
  ],
  claims: [
    degradation({ shallow: 20 }),
    notOverfitting({ shallow: 20 }),
    shortcutsRemoveIt({ shallow: 20 }),
    residualBeatsPlain(),
    equalParameters(),
  ],
  published: he2015,
};
