/** The page's one style sheet, light and dark. */
export const style = `
:root { color-scheme: light dark; --back: #f5f5f7; --card: #fff; --ink: #1d1f27; --faint: #5b6070; --line: #d9dbe3; --accent: #4451c8; --on: #fff; --private: #eef0ff }
@media (prefers-color-scheme: dark) {
  :root { --back: #17181d; --card: #20222a; --ink: #e8e9ee; --faint: #a2a7b8; --line: #363945; --accent: #98a2ff; --on: #14151b; --private: #272a40 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
header, .columns { max-width: 82rem; margin: auto; padding: 1rem 1.25rem }
header { padding-bottom: 0 }
h1, h2, p { margin: 0 0 .4rem }
h1 { font-size: 1.3rem } h2 { font-size: .95rem }
.columns { display: grid; grid-template-columns: 13rem minmax(0, 1fr) 22rem; gap: 1.25rem; align-items: start }
@media (max-width: 60rem) { .columns { grid-template-columns: minmax(0, 1fr) } }
section, nav, aside { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin-bottom: 1.25rem }
nav ul, ol { list-style: none; margin: 0 0 1rem; padding: 0 }
nav a { display: block; padding: .15rem .5rem; border-radius: .35rem; color: inherit; text-decoration: none }
nav a:hover { text-decoration: underline }
nav a[aria-current] { background: var(--accent); color: var(--on) }
a { color: var(--accent) }
small, time, .aside { color: var(--faint); font-size: .85em }
.notice { border-left: .3rem solid #c8641b; padding-left: .8rem }
ol > li { padding: .7rem 0; border-top: 1px solid var(--line) }
ol { margin-top: 1rem } ol > li p { margin: 0 }
li.private { background: var(--private); padding: .7rem; border-radius: .4rem }
.text { white-space: pre-wrap }
.badge { background: var(--accent); color: var(--on); border-radius: .3rem; padding: 0 .35rem; font-size: .75em }
.mention { background: var(--private); border-radius: .25rem; padding: 0 .2rem }
.reaction { display: inline-block; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .5rem; margin-top: .3rem }
blockquote { margin: .4rem 0; padding: .5rem .9rem; border-left: .25rem solid var(--accent); border-radius: .3rem; background: var(--back); max-width: 34rem }
dl { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; margin: .3rem 0 } dt { font-weight: 600 } dd { margin: 0 }
.row { display: flex; flex-wrap: wrap; gap: .4rem; margin-top: .4rem }
label { display: block; margin-bottom: .6rem } label > span, label > small { display: block }
input, select, textarea { width: 100%; font: inherit; color: inherit; background: var(--back); border: 1px solid var(--line); border-radius: .35rem; padding: .35rem .5rem }
textarea { min-height: 3.6rem; resize: vertical }
button, .button { display: inline-block; font: inherit; background: var(--accent); color: var(--on); border: 0; border-radius: .35rem; padding: .35rem .9rem; cursor: pointer; text-decoration: none }
.style-2, .button { background: var(--faint); color: var(--card) } .style-3 { background: #1f7a43; color: #fff } .style-4 { background: #b3313c; color: #fff }
button:disabled { opacity: .5; cursor: not-allowed }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
details { border-top: 1px solid var(--line); padding: .45rem 0 } summary { cursor: pointer } details form { padding: .6rem 0 }
.head { display: flex; justify-content: space-between; gap: 1rem }
`;
