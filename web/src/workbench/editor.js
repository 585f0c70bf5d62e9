// The editor: CodeMirror in a shadow root, because its styles are constructed style sheets there,
// which the policy for contents allows, and style elements in a document are what it forbids.
import {
  acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import {
  HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting,
} from "@codemirror/language";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, Prec } from "@codemirror/state";
import {
  EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";
import { completions } from "./complete.js";
import { language, say } from "./words.js";

const LOOK = EditorView.theme({
  "&": {
    color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid var(--line)",
    borderRadius: "var(--radius)", fontSize: "0.9375rem", height: "100%",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", height: "100%" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-gutters": { color: "var(--soft)", backgroundColor: "var(--shade)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--blue-paper)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "var(--hair)",
  },
  ".cm-tooltip, .cm-panels": {
    color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid var(--line)",
    maxWidth: "min(40rem, 90vw)",
  },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    color: "var(--paper)", backgroundColor: "var(--blue)",
  },
  ".cm-tooltip-autocomplete > ul > li[aria-selected] .cm-completionDetail": { color: "var(--paper)" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal" },
  ".cm-matchingBracket": { backgroundColor: "var(--green-paper)", outline: "1px solid var(--green)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--red)" },
  ".cm-diagnostic-error": { borderLeft: "0.375rem solid var(--red)" },
});
const COLOURS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.definitionKeyword], color: "var(--blue)", fontWeight: "bold" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--green)" },
  { tag: [tags.number, tags.bool, tags.literal], color: "var(--orange)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--red)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

export function createEditor(host, { text, run, change, terms }) {
  const root = host.attachShadow({ mode: "open" });
  const keys = [{ key: "Mod-Enter", run: () => { run(); return true; } }];
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of(keys)),
        lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), drawSelection(),
        history(), indentOnInput(), bracketMatching(), closeBrackets(), indentUnit.of("  "),
        highlightSelectionMatches(),
        sparql(), syntaxHighlighting(COLOURS),
        autocompletion({ override: [completions(terms)], maxRenderedOptions: 60 }),
        keymap.of([
          { key: "Tab", run: acceptCompletion },
          ...closeBracketsKeymap, ...completionKeymap, ...searchKeymap, ...historyKeymap,
          ...lintKeymap, ...defaultKeymap, indentWithTab,
        ]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": say("editor"), "aria-multiline": "true", lang: language, spellcheck: "false",
          tabindex: "0",
        }),
        EditorView.domEventHandlers({ beforeinput: replace }),
        EditorView.updateListener.of((update) => { if (update.docChanged) change(); }),
        LOOK,
      ],
    }),
  });
  return {
    get text() { return view.state.doc.toString(); },
    set text(value) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
    },
    focus: () => view.focus(),
    mark: (fault) => mark(view, fault),
    go: (line, column) => {
      view.dispatch({ selection: { anchor: offset(view, line, column) }, scrollIntoView: true });
      view.focus();
    },
  };
}

// Typing over a selection of several lines is done here: browsers would keep the look of the text
// that goes in a style attribute of their own making, which the policy for contents forbids.
function replace(event, view) {
  const { from, to, empty } = view.state.selection.main;
  if (event.inputType !== "insertText" || !event.data || !event.cancelable || view.composing || empty) return false;
  const standard = () => view.state.update(view.state.replaceSelection(event.data),
    { userEvent: "input.type", scrollIntoView: true });
  const handled = view.state.facet(EditorView.inputHandler)
    .some((handler) => handler(view, from, to, event.data, standard));
  if (!handled) view.dispatch(standard());
  event.preventDefault();
  return true;
}

// Columns count characters; the editor counts halves of those beyond the first plane as well.
function offset(view, line, column) {
  const found = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines));
  const before = Array.from(found.text).slice(0, column - 1).join("");
  return Math.min(found.from + before.length, found.to);
}

function mark(view, fault) {
  const marks = [];
  if (fault?.line) {
    const length = view.state.doc.length;
    let from = offset(view, fault.line, fault.column ?? 1);
    const word = view.state.doc.sliceString(from).match(/^[^\s{}().;,]+/)?.[0] ?? "";
    let to = Math.min(from + Math.max(1, word.length), length);
    if (from === to && from > 0) from = to - 1;
    marks.push({ from, to, severity: "error", message: fault.detail });
  }
  view.dispatch(setDiagnostics(view.state, marks));
}
