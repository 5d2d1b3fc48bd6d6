import { zhCN } from './zh-CN.ts';

/** Languages that pages can be read in; the first is the one that everything is written in. */
export const languages = { en: 'English', 'zh-CN': '简体中文' } as const;

export type LanguageCode = keyof typeof languages;

export const languageCodes = Object.keys(languages) as LanguageCode[];

/** Sentences of every language but English, by what is said in English. */
export const catalogues: Readonly<Record<Exclude<LanguageCode, 'en'>, Readonly<Record<string, string>>>> = {
  'zh-CN': zhCN,
};

/**
 * A template in another language. English where a catalogue lacks it: only a stranger's experiment or regularizer can
 * bring such a template, since a test looks for all of this project's.
 */
export function translation(template: string, language: LanguageCode): string {
  return language === 'en' ? template : (catalogues[language][template] ?? template);
}
