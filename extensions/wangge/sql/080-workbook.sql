-- Synonyms of headings: each meaning of a heading stands there once. Every statement may be run again.

create unique index if not exists heading_synonyms_meaning on heading_synonyms (heading, means);
