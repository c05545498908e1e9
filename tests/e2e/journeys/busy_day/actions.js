// One round of what an officer does, through the page's own handlers: each act from the event of its
// key to the answer standing in the page (our handlers, the round trips to the core that the answer
// needs, and what the engine drew between them; what the page reads anew beside it is not waited for);
// then until it is laid out; and until it can be seen, two frames later.
// Where the page waits on purpose before it asks (a hand may still be typing), the time begins when
// it asks.
const [turn, done] = arguments;
const frame = () => new Promise((go) => requestAnimationFrame(go));
const pause = (millis) => new Promise((go) => setTimeout(go, millis));
const at = (selector) => document.querySelector(selector);
const asked = new Map();
if (!window.plainFetch) {
  window.plainFetch = window.fetch;
  window.fetch = (address, request) => {
    const name = new URL(address).pathname.slice(1);
    window.asks?.set(name, performance.now());
    const open = [performance.now(), Infinity];
    window.open_questions.push(open);
    // Of the act in which it was asked, however late the answer comes.
    const { answered } = window;
    const answer = window.plainFetch.call(window, address, request);
    const closed = () => {
      open[1] = performance.now();
      answered?.add(name);
      // After the page has drawn what it was told.
      setTimeout(() => window.look_again?.());
    };
    answer.then(closed, closed);
    return answer;
  };
}
window.asks = asked;
window.answered = new Set();
window.look_again = undefined;
window.open_questions = [];
// How much of a time some question to the core was open.
const waited = (from, to) => {
  let [sum, last] = [0, from];
  for (const [begun, ended] of window.open_questions.sort(([a], [b]) => a - b)) {
    const [left, right] = [Math.max(begun, last), Math.min(ended, to)];
    if (right > left) {
      [sum, last] = [sum + right - left, right];
    }
  }
  return sum;
};

const key = (name, held = {}) => {
  const target = document.activeElement ?? document.body;
  const told = { key: name, code: name, bubbles: true, cancelable: true, ...held };
  target.dispatchEvent(new KeyboardEvent('keydown', told));
  target.dispatchEvent(new KeyboardEvent('keyup', told));
};
const type = (id, text) => {
  const field = document.getElementById(id);
  field.focus();
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value');
  set.call(field, text);
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
};
const paste = (text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const told = { clipboardData, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', told));
};
const press = (selector) => {
  const control = at(selector);
  control.focus();
  control.click();
};
const until = (ready) =>
  new Promise((go, fail) => {
    if (ready()) {
      go();
      return;
    }
    const look = () => {
      if (ready()) {
        clearTimeout(end);
        watch.disconnect();
        window.look_again = undefined;
        go();
      }
    };
    const watch = new MutationObserver(look);
    window.look_again = look;
    const end = setTimeout(() => {
      watch.disconnect();
      fail(new Error(`never: ${ready}`));
    }, 10_000);
    watch.observe(document.body, {
      childList: true,
      subtree: true,
      characterData: true,
      attributes: true,
    });
  });

const queue = () => at('section[aria-labelledby=queue-title]').textContent;
const given = () => /Đã cấp số (\S+)/.exec(queue())?.[1];
const title = () => at('#intake-title')?.textContent;
const names = ['nguyen thi', 'tran van', 'le', 'pham thi', 'hoang', 'vu van', 'dang'];
const name = names[turn % names.length];
const two = (number) => String(number).padStart(2, '0');
// An invented card, each time another person's.
const card = [
  `031190${String(turn).padStart(6, '0')}`,
  '',
  'DANG THI DAO',
  `${two((turn % 28) + 1)}${two((turn % 12) + 1)}1990`,
  'Nu',
  'So 1 Duong Mau, Phuong Le Chan, Hai Phong',
  '12082022',
].join('|');
const holds = (id, text) => document.getElementById(id)?.value === text;
const kept = () =>
  window.answered.has('keep_draft') && at('.bar [role=status]')?.textContent.includes('Đã giữ');
const says = (text) => at('.saved')?.textContent.includes(text);

const measured = [];
async function act(label, go, ready, asks) {
  // A hand rests at least as long between two acts; what was drawn before is on the screen by then.
  await frame();
  await pause(200);
  asked.clear();
  window.answered = new Set();
  window.open_questions = [];
  let begun = performance.now();
  go();
  await until(ready);
  const there = performance.now();
  // What the engine would do before its next frame.
  void document.body.offsetHeight;
  const laid = performance.now();
  begun = asks ? asked.get(asks) : begun;
  await frame();
  await frame();
  const core = waited(begun, there);
  const since = (moment) => moment - begun;
  measured.push({
    label,
    core,
    work: since(there),
    laid: since(laid),
    seen: since(performance.now()),
  });
}

(async () => {
  const before = given();
  await act('a number given, F3', () => key('F3'), () => given() !== before);
  const form = title();
  // Her form stands there, and the core said that she was called: the queue shows her.
  await act(
    'the next one called, F4',
    () => key('F4'),
    () => title() && title() !== form && title().includes(at('.now strong')?.textContent ?? '–'),
  );
  const called = title();
  key('F2');
  await until(() => title() !== called && at('#service-A1') !== null);
  await act(
    'a matter chosen',
    () => press('#service-A1'),
    () => at('#matter-0-content') && at('main aside').textContent.includes('Khiếu nại'),
  );
  await act(
    'the form kept',
    () => type('matter-0-content', 'khong dong y'),
    kept,
    'keep_draft',
  );
  await act(
    'letters of a name',
    () => type('person-name', name),
    () => at('[role=option]') !== null,
    'find_people',
  );
  type('person-name', '');
  await until(() => at('[role=option]') === null);
  await act(
    "a number's menu",
    () => press('ul[aria-label="Đang chờ"] li button'),
    () => at('[aria-modal=true]') !== null,
  );
  key('Escape');
  await until(() => at('[aria-modal=true]') === null);
  key('4', { ctrlKey: true, code: 'Digit4' });
  await until(() => at('#people-query') !== null);
  await act(
    'people searched',
    () => {
      type('people-query', name);
      at('#people-query').form.requestSubmit();
    },
    () => at('tbody tr') !== null,
  );
  await act(
    "somebody's page",
    () => press('tbody tr button'),
    () => at('main dl') !== null,
  );
  await act(
    'back at the counter, Ctrl+1',
    () => key('1', { ctrlKey: true, code: 'Digit1' }),
    () => at('#call-next') !== null && document.querySelectorAll('main li').length >= 10,
  );
  await act(
    'a card filled',
    () => paste(card),
    () => holds('person-name', 'DANG THI DAO'),
  );
  await act(
    'saved, F9',
    () => key('F9'),
    () => at('#saved-title') !== null,
  );
  await act(
    'one more visit of hers, F6',
    () => key('F6'),
    () => at('#intake-title') && holds('person-name', 'DANG THI DAO'),
  );
  press('#service-A1');
  await until(() => at('#matter-0-content'));
  type('matter-0-content', 'khong dong y');
  // A printer is waited for by nobody: what comes next may be pressed when the record stands.
  await act(
    'saved and sent to the printer, F10',
    () => key('F10'),
    () => at('#saved-title') !== null,
  );
  await until(() => says('Đã thấy giấy'));
  await act(
    'the paper in hand, F11',
    () => key('F11'),
    () => says('đã cầm giấy'),
  );
  key('Escape');
  await until(() => at('#saved-title') === null);
  done(measured);
})().catch((error) => done({ refused: `${error} after ${JSON.stringify(measured)}` }));
