import { he2015 } from '../../src/paper/published.ts';
import { errorCurves } from '../../src/report/charts/error-curves.ts';
import { errorOverDepth } from '../../src/report/charts/error-over-depth.ts';
import { gradientHeatMap } from '../../src/report/charts/gradient-heat-map.ts';
import { gradientProfile } from '../../src/report/charts/gradient-profile.ts';
import { layerResponses } from '../../src/report/charts/layer-responses.ts';
import { degradation } from '../../src/report/claims/degradation.ts';
import { equalParameters } from '../../src/report/claims/equal-parameters.ts';
import { notOverfitting } from '../../src/report/claims/not-overfitting.ts';
import { residualBeatsPlain } from '../../src/report/claims/residual-beats-plain.ts';
import { shortcutsRemoveIt } from '../../src/report/claims/shortcuts-remove-it.ts';
import type { ReportDefinition } from '../../src/report/experiment-report.ts';

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
    errorOverDepth({ comparison: he2015 }),
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
  paperComparison: he2015,
};
