// What a person sees of a page, counted in words, and how far the screen holds it.

// How many words of two letters or more, no numbers and no keys, of these parts are on the screen: folded, covered and hidden
// ones are not, nor those within “without”.
export const words = (page, parts = "main, #tour, .notice", without = "script") => page.evaluate(([parts, without]) => {
  let count = 0;
  for (const part of document.querySelectorAll(parts)) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (text.parentElement.closest(without)) continue;
      for (const word of text.data.matchAll(/\p{L}[\p{L}\p{M}’'-]+/gu)) {
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        const box = range.getClientRects()[0];
        if (!box || box.width < 2) continue;
        const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        if (at && text.parentElement.contains(at)) count += 1;
      }
    }
  }
  return count;
}, [parts, without]);

// The cards of a queue at 1366 × 768: how many are on one screen, and what is read of them before “more” is asked for.
export const cards = async (page, addresses) => {
  const sum = { cards: addresses.length, fit: 0, clauses: 0, quoted: 0, words: 0 };
  for (const address of addresses) {
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.goto(address);
    await page.waitForFunction(() => document.body.dataset.shown);
    const [below, clauses] = await page.evaluate(() => {
      const bottoms = [...document.querySelectorAll(".col")].map((col) => col.getBoundingClientRect().bottom);
      return [Math.max(...bottoms) - document.querySelector(".acts").getBoundingClientRect().top, document.querySelectorAll(".clause").length];
    });
    sum.fit += below <= 2;
    sum.clauses += clauses;
    // All of it at once, as long as it is.
    await page.setViewportSize({ width: 1366, height: 8000 });
    sum.quoted += await words(page, ".columns blockquote");
    sum.words += await words(page, ".columns");
  }
  return sum;
};
