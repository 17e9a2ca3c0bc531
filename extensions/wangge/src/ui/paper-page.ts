/** What a telephone shows when a code on paper is scanned: how the paper stands to the system. Looks like the public page; pure. */
import type { Language } from '../kernel/refusal-rules.ts';
import { Eta } from 'eta/core';
import { STYLE_VERSION } from './page-style.ts';

export interface PaperPage {
  language: Language;
  /** What the page is for, and in a sentence what it shows. */
  title: string;
  lead: string;
  /** From the page's address to the room's root, wherever the server is mounted: `../`. */
  up: string;
  heading: string;
  place?: string;
  /** `sorry`: the paper is out of date; `note`: something differs. */
  told?: readonly { kind: '' | 'note' | 'sorry'; text: string }[];
  facts?: readonly (readonly [name: string, value: string])[];
  text?: string;
  /** Set as it stands, letter by letter. */
  exact?: { heading: string; text: string };
  /** Where one can go from here; what is said before and after. */
  links?: { before?: string; to: readonly (readonly [text: string, address: string])[]; after?: string };
}

const PAGE = `<!DOCTYPE html>
<html lang="<%= it.language %>">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title><%= it.heading %> - <%= it.title %></title>
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="<%= it.style %>">
</head>
<body>
<header class="top"><div class="wide"><p class="name"><%= it.title %></p><p class="lead"><%= it.lead %></p></div></header>
<main id="main" class="wide">
<% it.told.forEach(({ kind, text }) => { %><div class="told <%= kind %>"><p><%= text %></p></div><% }) %>
<article class="card">
<h1><%= it.heading %></h1>
<% if (it.place) { %><p class="meta"><%= it.place %></p><% } %>
<% if (it.facts) { %><table class="facts"><% it.facts.forEach(fact => { %><tr><th scope="row"><%= fact[0] %></th><td><%= fact[1] %></td></tr><% }) %></table><% } %>
<% if (it.text) { %><p><%= it.text %></p><% } %>
<% if (it.exact) { %><h2><%= it.exact.heading %></h2><pre><%= it.exact.text %></pre><% } %>
</article>
<% if (it.links) { %><div class="card"><% if (it.links.before) { %><p><%= it.links.before %></p><% } %><% it.links.to.forEach(link => { %><p><a class="button" href="<%= link[1] %>"><%= link[0] %></a></p><% }) %><% if (it.links.after) { %><p class="hint"><%= it.links.after %></p><% } %></div><% } %>
</main>
</body>
</html>
`;

const eta = new Eta({ autoEscape: true, cache: true });
eta.loadTemplate('@paper', PAGE);

export function paperPage({ up, told = [], ...page }: PaperPage): string {
  return eta.render('@paper', { ...page, told, style: `${up}style-${STYLE_VERSION}.css` });
}
