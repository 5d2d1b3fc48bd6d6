/** 简体中文. Placeholders as in the English key, in whatever order. */
export const zhCN: Readonly<Record<string, string>> = {
  ' ': '',
};
