'use strict';
// Keys, and the card at the side. All that is shown is moved or cloned from the page: nothing is ever read as markup.
(() => {
  const id = (name) => document.getElementById(name);
  const card = id('card'), said = id('said'), help = id('help');
  const last = document.querySelectorAll('.entries > li').length;
  const lists = [...document.querySelectorAll('details.list')];
  document.documentElement.classList.add('js');
  lists.forEach((list) => { list.open = false; });

  let now = 0; // the number of the tag in focus, 0 for none

  const entry = (number) => id('t' + number);
  const shown = (item) => item && [...item.classList].every((name) => id(name)?.checked ?? true);
  const segments = (item) =>
    [...item.closest('article').querySelectorAll('[data-t~="' + item.id.slice(1) + '"]')];
  const over = (segment) => segment.dataset.t.split(' ').map(Number).filter((number) => shown(entry(number)));
  const begun = (anchor) => anchor.dataset.t.split(' ').map(Number)
    .filter((number) => entry(number).querySelector('.label').getAttribute('href') === '#' + anchor.id);
  const number = (link) => Number(link.getAttribute('href').slice(2));
  const mates = (item) => [...item.querySelectorAll('a[href^="#t"]')].map(number);

  function light(item) {
    document.querySelectorAll('.on, .mate').forEach((segment) => segment.classList.remove('on', 'mate'));
    if (!item) return;
    mates(item).forEach((mate) => entry(mate) && segments(entry(mate)).forEach((one) => one.classList.add('mate')));
    segments(item).forEach((one) => one.classList.add('on'));
  }

  function fill(item) {
    light(item);
    card.hidden = !item;
    if (!item) return;
    said.className = item.className;
    said.replaceChildren(...[...item.childNodes].map((node) => node.cloneNode(true)));
  }

  // The part in view stays where it is. A part that was not drawn yet gets its true height only when it is drawn, so we look again.
  function bring(place, frames = 20) {
    const box = place.getBoundingClientRect();
    const low = getComputedStyle(card).position === 'fixed' ? card.offsetHeight : 0;
    if (box.top < 70 || box.bottom > innerHeight - low - 20) place.scrollIntoView({ block: 'center' });
    else if (frames < 18) return;
    if (frames > 0) requestAnimationFrame(() => bring(place, frames - 1));
  }

  function go(wanted) {
    const item = entry(wanted);
    if (!item) return;
    // A reader who goes to a tag wants to see it.
    item.classList.forEach((name) => { if (id(name)?.type === 'checkbox') id(name).checked = true; });
    now = wanted;
    fill(item);
    const place = segments(item)[0];
    if (place) {
      const anchor = segments(item).find((one) => one.matches('a')) ?? place;
      anchor.focus({ preventScroll: true });
      bring(place);
    } else {
      item.closest('details').open = true;
      item.scrollIntoView({ block: 'center' });
    }
    history.replaceState(null, '', '#t' + wanted);
  }

  function leave() {
    now = 0;
    fill(null);
    history.replaceState(null, '', location.pathname + location.search);
  }

  // Stepping begins before the first tag that is in view.
  function start(by) {
    for (const leaf of document.querySelectorAll('.leaves > article')) {
      if (leaf.getBoundingClientRect().bottom < 80) continue;
      for (const place of leaf.querySelectorAll('a.s')) {
        if (place.getBoundingClientRect().top >= 60) return Math.min(...begun(place)) - (by > 0 ? 1 : 0);
      }
    }
    return by > 0 ? 0 : last + 1;
  }

  function step(by) {
    for (let next = (now || start(by)) + by; next >= 1 && next <= last; next += by) {
      if (shown(entry(next))) return go(next);
    }
  }

  // The innermost; if one of those that overlap there is in focus already, the next of them.
  function pick(segment) {
    const there = over(segment);
    if (there.length) go(there[(there.indexOf(now) + 1) % there.length]);
  }

  document.addEventListener('click', (event) => {
    const segment = event.target.closest('.s');
    const link = event.target.closest('a[href^="#t"], a[href^="#s"]');
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (segment) {
      event.preventDefault();
      if (String(getSelection()) === '') pick(segment);
    } else if (link && /^#[ts]\d+$/.test(link.getAttribute('href'))) {
      event.preventDefault();
      const item = link.closest('.entries > li');
      if (link.matches('.label')) go(item ? Number(item.id.slice(1)) : now);
      else go(number(link));
    }
  });

  document.addEventListener('focusin', (event) => {
    if (!event.target.matches('.s') || over(event.target).includes(now)) return;
    const [first] = over(event.target);
    if (first) { now = first; fill(entry(first)); }
  });

  // The tag under the mouse is shown as long as the mouse is over it.
  const mouse = matchMedia('(hover: hover) and (min-width: 68.01rem)');
  document.addEventListener('pointerover', (event) => {
    if (!mouse.matches || event.pointerType !== 'mouse') return;
    const segment = event.target.closest('.s');
    const there = segment ? over(segment) : [];
    if (there.length) fill(entry(there.includes(now) ? now : there[0]));
    else if (!event.target.closest('.side')) fill(entry(now));
  });

  const keys = {
    j: () => step(1), ']': () => step(1),
    k: () => step(-1), '[': () => step(-1),
    r: () => now && mates(entry(now)).length && go(mates(entry(now))[0]),
    Escape: leave,
    '?': () => help.showModal(),
  };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (!id('listen').checked && event.key !== 'Escape') return;
    const filter = /^[1-9]$/.test(event.key) && id('l' + (event.key - 1));
    if (filter) filter.click();
    else if (Object.hasOwn(keys, event.key)) keys[event.key]();
    else return;
    event.preventDefault();
  });

  // A tag that is filtered away is left.
  document.addEventListener('change', () => { if (now && !shown(entry(now))) leave(); });
  id('next').addEventListener('click', () => step(1));
  id('previous').addEventListener('click', () => step(-1));
  id('close').addEventListener('click', leave);
  id('keys').addEventListener('click', () => help.showModal());
  id('shut').addEventListener('click', () => help.close());
  addEventListener('beforeprint', () => lists.forEach((list) => { list.open = true; }));

  const wanted = /^#t(\d+)$/.exec(location.hash);
  if (wanted) {
    go(Number(wanted[1]));
    // Once all is there the browser goes to the entry by itself, and opens the list for it.
    addEventListener('load', () => requestAnimationFrame(() => {
      lists.forEach((list) => { list.open = false; });
      go(Number(wanted[1]));
    }));
  }
})();
