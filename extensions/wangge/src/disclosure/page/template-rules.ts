/** The public page's templates. What they are given is laid out in `frame-rules.ts`, `list-page-rules.ts` and `notice-page-rules.ts`; everything that is filled in is escaped. */
import { Eta } from 'eta/core';

const FRAME = `<!DOCTYPE html>
<html lang="<%= it.lang %>">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title><%= it.heading === it.site ? it.site : it.heading + ' - ' + it.site %></title>
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="same-origin">
<% if (it.robots) { %><meta name="robots" content="<%= it.robots %>"><% } %>
<% if (it.preview) { %><base target="_blank"><% } %>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="<%= it.style %>">
<% if (it.feed) { %><link rel="alternate" type="application/rss+xml" title="<%= it.site %>" href="<%= it.feed %>"><% } %>
</head>
<body>
<a class="skip noprint" href="#main"><%= it.w('skip') %></a>
<header class="top"><div class="wide">
<% if (it.front) { %><h1><%= it.site %></h1><% } else { %><p class="name"><a href="<%= it.home %>"><%= it.site %></a></p><% } %>
<p class="lead"><%= it.w('lead') %></p>
<% if (it.otherLanguage) { %><a class="lang" href="<%= it.otherLanguage %>" lang="<%= it.w('language_tag') %>" hreflang="<%= it.w('language_tag') %>"><%= it.w('language') %></a><% } %>
</div></header>
<nav class="tabs" aria-label="<%= it.site %>"><div class="wide">
<a href="<%= it.home %>"<% if (it.tab === 'notices') { %> aria-current="page"<% } %>><%= it.w('notices') %></a>
<a href="<%= it.counts %>"<% if (it.tab === 'counts') { %> aria-current="page"<% } %>><%= it.w('counts') %></a>
<% if (it.feed) { %><a href="<%= it.feed %>"><%= it.w('feed') %></a><% } %>
</div></nav>
<main id="main" class="wide">
<%~ it.body %>
</main>
<footer><div class="wide">
<% it.phones.forEach(phone => { %><p><%= phone %></p><% }) %>
<% if (it.footer) { %><p><%= it.footer %></p><% } %>
<% if (it.exported) { %><p><%= it.exported %></p><% } %>
</div></footer>
</body>
</html>
`;

const CHOICE = `<p><label for="<%= it.name %>"><%= it.label %></label><select id="<%= it.name %>" name="<%= it.name %>">
<option value=""><%= it.all %></option>
<% it.options.forEach(option => { %><option value="<%= option.id %>"<% if (option.id === it.value) { %> selected<% } %>><%= option.name %></option>
<% }) %></select></p>`;

const LIST = `<% if (it.choices) { %><form class="find card" method="get" action="<%= it.action %>" role="search" aria-label="<%= it.w('filter') %>">
<% if (it.lang !== null) { %><input type="hidden" name="lang" value="<%= it.lang %>"><% } %>
<% if (it.asksWords) { %><p class="q"><label for="q"><%= it.w('search') %></label><input type="search" id="q" name="q" maxlength="60" value="<%= it.q %>" placeholder="<%= it.w('search_hint') %>"></p><% } %>
<% it.choices.forEach(choice => { %><%~ include('@choice', choice) %><% }) %>
<p class="do"><button type="submit"><%= it.w('submit') %></button><% if (it.reset) { %><a href="<%= it.reset %>"><%= it.w('reset') %></a><% } %></p>
</form><% } %>
<% if (it.notices) { %>
<h2><%= it.w('list') %></h2>
<% if (it.notices.length === 0) { %><div class="card empty"><p><%= it.w('nothing') %></p><p class="hint"><%= it.w('nothing_hint') %></p></div><% } %>
<ol class="notices">
<% it.notices.forEach(notice => { %><li>
<h3><a href="<%= notice.href %>"><%= notice.title %></a></h3>
<% if (notice.summary) { %><p class="excerpt"><%= notice.summary %></p><% } %>
<p class="meta"><span><%= notice.community %></span><% if (notice.category) { %><span><%= notice.category %></span><% } %><% if (notice.department) { %><span><%= it.w('department') + it.w('colon') %><%= notice.department %></span><% } %><span><%= it.w('published') + it.w('colon') %><%= notice.published %></span></p>
</li><% }) %>
</ol>
<% if (it.newer || it.older) { %><nav class="pager" aria-label="<%= it.w('pages') %>"><% if (it.newer) { %><a rel="prev" href="<%= it.newer %>">← <%= it.w('newer') %></a><% } %><% if (it.older) { %><a rel="next" href="<%= it.older %>"><%= it.w('older') %> →</a><% } %></nav><% } %>
<% } %>
<% if (it.counted) { %>
<div class="card"><table class="counts"><caption><%= it.caption %></caption>
<thead><tr><th scope="col"><%= it.place %></th><th scope="col"><%= it.w('count_individual') %></th><th scope="col"><%= it.w('count_only') %></th><th scope="col"><%= it.w('count_sum') %></th></tr></thead>
<tbody><% it.counted.forEach(row => { %><tr><th scope="row"><a href="<%= row.href %>"><%= row.name %></a></th><td><%= row.individual %></td><td><%= row.count_only %></td><td><%= row.sum %></td></tr><% }) %></tbody>
<tfoot><tr><th scope="row"><%= it.w('count_sum') %></th><td><%= it.sum.individual %></td><td><%= it.sum.count_only %></td><td><%= it.sum.sum %></td></tr></tfoot>
</table></div>
<% } %>
<p class="hint"><%= it.w('legend') %></p>`;

const NOTICE = `<% it.told.forEach(({ kind, text }) => { %><div class="told <%= kind %>"<% if (kind !== 'note') { %> role="status"<% } %>><p><%= text %></p></div><% }) %>
<article class="card">
<h1><%~ include('@words', { parts: it.title }) %></h1>
<table class="facts"><% it.facts.forEach(fact => { %><tr><th scope="row"><%= fact.label %></th><td><%= fact.value %><% if (fact.tag) { %><span class="tag <%= fact.tag.kind %>"><%= fact.tag.text %></span><% } %></td></tr><% }) %></table>
<h2><%= it.w('what') %></h2>
<p class="text"><%~ include('@words', { parts: it.summary }) %></p>
<h2><%= it.w('done') %></h2>
<p class="text"><%~ include('@words', { parts: it.result }) %></p>
<% if (it.photos.length > 0) { %><h2><%= it.w('photos') %></h2>
<ul class="photos"><% it.photos.forEach(photo => { %><li><a href="<%= photo.href %>"><img src="<%= photo.href %>" alt="<%= photo.alt %>" loading="lazy"></a></li> <% }) %></ul><% } %>
</article>
<% if (it.residents) { %>
<section class="card" id="feedback" aria-labelledby="residents"><h2 id="residents"><%= it.w('residents') %></h2>
<p><%= it.residents.sum %></p>
<% it.residents.comments.forEach(said => { %><div class="said"><p><%= said.comment %></p><p class="meta"><span><%= said.resolved %></span><span><%= said.points %></span><span><%= said.day %></span></p></div><% }) %>
<% if (it.form) { %>
<h2 class="noprint"><%= it.w('your_view') %></h2>
<form method="post" action="<%= it.form.action %>">
<p class="hint" id="anonymous"><%= it.w('anonymous') %></p>
<fieldset><legend><%= it.w('is_solved') %></legend>
<label class="pick"><input type="radio" name="resolved" value="yes" required<% if (it.form.resolved === 'yes') { %> checked<% } %>><%= it.w('solved_yes') %></label>
<label class="pick"><input type="radio" name="resolved" value="no"<% if (it.form.resolved === 'no') { %> checked<% } %>><%= it.w('solved_no') %></label></fieldset>
<fieldset><legend><%= it.w('mark') %></legend>
<% it.form.marks.forEach(mark => { %><label class="pick"><input type="radio" name="rating" value="<%= mark.value %>" required<% if (it.form.rating === mark.value) { %> checked<% } %>><%= mark.value %> <%= mark.name %></label><% }) %></fieldset>
<p><label for="comment"><%= it.form.commentLabel %></label><textarea id="comment" name="comment" rows="4" maxlength="<%= it.form.longest %>" aria-describedby="anonymous"><%= it.form.comment %></textarea></p>
<p class="trap" aria-hidden="true"><label for="website"><%= it.w('leave_empty') %></label><input type="text" id="website" name="website" tabindex="-1" autocomplete="off"></p>
<p><button type="submit"><%= it.w('send') %></button></p>
</form>
<% } else { %><p class="hint"><%= it.w('feedback_elsewhere') %></p><% } %>
</section>
<% } %>
<% if (it.back) { %><p class="back"><a href="<%= it.back %>">← <%= it.w('back') %></a></p><% } %>`;

/** A text in which some words are marked. */
const WORDS = `<% it.parts.forEach(part => { %><% if (part.marked) { %><mark><%= part.text %></mark><% } else { %><%= part.text %><% } %><% }) %>`;

const SENTENCE = `<div class="card empty"><h1><%= it.heading %></h1><p><%= it.sentence %></p><p><a class="button" href="<%= it.home %>"><%= it.w('back') %></a></p></div>`;

const eta = new Eta({ autoEscape: true, cache: true });
for (const [name, template] of Object.entries({ frame: FRAME, choice: CHOICE, list: LIST, words: WORDS, notice: NOTICE, sentence: SENTENCE }))
  eta.loadTemplate(`@${name}`, template);

export function render(template: 'frame' | 'list' | 'notice' | 'sentence', view: object): string {
  return eta.render(`@${template}`, view);
}
