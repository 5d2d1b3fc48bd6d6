import { z } from 'zod';
import { dataSchema, sources } from '../data/registry.ts';
import { predictionRowSchema } from './predictions.ts';
import {
  claimResultSchema,
  planSchema,
  RESULTS_SCHEMA,
  runRecordSchema,
  runTables,
  summaryRowSchema,
} from './schema.ts';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * JSON Schema (2020-12) of every file of results, in `$defs` by its name: of a JSON file its contents, of a CSV file one row,
 * by column, where an empty cell is null.
 */
export function resultsJsonSchema(): JsonSchema {
  const files: Record<string, z.ZodType> = {
    'run.json': runRecordSchema,
    ...Object.fromEntries(Object.entries(runTables).map(([name, row]) => [`${name}.csv`, row])),
    'predictions.csv': predictionRowSchema,
    'plan.json': planSchema,
    'summary.csv': summaryRowSchema,
    'claims.json': z.array(claimResultSchema),
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Results of degradation-lab, schema ${RESULTS_SCHEMA}`,
    $defs: Object.fromEntries(Object.entries(files).map(([name, schema]) => [name, jsonSchemaOf(schema)])),
  };
}

/** As it is written: what reading makes of it, optimizers with all their options, say, is not part of it. */
function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...own } = z.toJSONSchema(schema, {
    io: 'input',
    override({ zodSchema, jsonSchema }) {
      // Checked by the source that it names, of which the schema itself says nothing.
      if (zodSchema !== dataSchema) return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      jsonSchema.anyOf = sources.map(source => jsonSchemaOf(source.schema));
    },
  });
  return own;
}
