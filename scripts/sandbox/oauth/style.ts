/** The consent page's style sheet, light and dark. */
export const style = `
:root { color-scheme: light dark; --line: #8886; --accent: #4451c8 }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem 1rem }
main { max-width: 34rem; margin: auto; overflow-wrap: anywhere }
h1 { font-size: 1.4rem }
form { border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; margin-bottom: 1rem }
input, select, button { font: inherit; padding: .35rem .6rem }
small { opacity: .75 }
[role=alert] { border-left: .3rem solid #c8641b; padding-left: .8rem }
button[value=allow] { background: var(--accent); color: #fff; border: 0; border-radius: .35rem }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
`;
