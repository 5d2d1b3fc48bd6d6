// These share one process, see ava.config.js.
import './commands.test.ts';
import './generated.test.ts';
import './links.test.ts';
import './names.test.ts';
import './schema.test.ts';
import './translations.test.ts';
