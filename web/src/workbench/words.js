// What the script of the workbench says, in the language of the page.
const TEXTS = {
  run: ["実行", "Run"],
  cancel: ["中止", "Cancel"],
  running: ["実行中… {n} 秒", "Running … {n} s"],
  cancelled: ["中止しました。", "Cancelled."],
  offline: ["サーバーに届きません。", "The server cannot be reached."],
  rows: ["{n} 行、{t} ミリ秒", "{n} rows, {t} ms"],
  shown: ["最初の {n} 行を表示しています。", "The first {n} rows are shown."],
  triples: ["RDF の結果、{t} ミリ秒", "A graph, {t} ms"],
  yes: ["はい（true）", "Yes (true)"],
  no: ["いいえ（false）", "No (false)"],
  editor: ["SPARQL の問合せ", "SPARQL query"],
  keys: [
    "Ctrl+Enter で実行、Ctrl+Space で候補、Esc の後の Tab で編集欄を出ます。",
    "Ctrl+Enter runs, Ctrl+Space completes, Esc and then Tab leaves the editor.",
  ],
  table: ["表", "Table"],
  chart: ["グラフ", "Chart"],
  pivot: ["集計表", "Pivot"],
  code: ["コード", "Code"],
  download: ["ダウンロード", "Download"],
  views: ["結果の見せ方", "Ways to see the result"],
  result: ["結果", "Result"],
  names: ["名前の表示", "Show names"],
  iri: ["IRI", "IRIs"],
  japanese: ["日本語", "Japanese"],
  english: ["英語", "English"],
  caption: ["結果の表", "Table of results"],
  x: ["横軸", "Across"],
  y: ["縦軸（数）", "Up (numbers)"],
  series: ["系列", "Series"],
  none: ["なし", "none"],
  noChart: [
    "グラフには数の列が要ります。",
    "A chart needs a column of numbers.",
  ],
  chartCut: ["最初の {n} 点だけを描いています。", "Only the first {n} points are drawn."],
  pivotRows: ["行", "Rows"],
  pivotColumns: ["列", "Columns"],
  pivotValue: ["値", "Values"],
  count: ["件数", "count"],
  sum: ["{name} の合計", "sum of {name}"],
  list: ["{name}", "{name}"],
  total: ["計", "Total"],
  copy: ["コピー", "Copy"],
  copied: ["コピーしました", "Copied"],
  share: ["共有リンクをコピー", "Copy link to share"],
  history: ["履歴", "History"],
  historyNote: [
    "実行した問合せはこのブラウザの中だけに残ります。",
    "Queries that were run are kept in this browser only.",
  ],
  historyEmpty: ["まだありません。", "Nothing yet."],
  clear: ["履歴を消す", "Clear history"],
  questions: ["質問集から選ぶ", "Choose a stored question"],
  questionsNote: [
    "選んで値を入れると、問合せが編集欄に入ります。",
    "Choose one and fill in its values; the query goes into the editor.",
  ],
  filter: ["質問を絞り込む", "Filter questions"],
  question: ["質問", "Question"],
  insert: ["編集欄に入れる", "Put into the editor"],
  choose: ["選んでください", "choose"],
  optional: ["（任意）", " (optional)"],
  whyTitle: ["結果が空である理由", "Why there is no result"],
  whyWait: ["理由を調べています…", "Looking for the reason …"],
  whyNone: [
    "時間内に理由を見つけられませんでした。条件を一つずつ外して試してください。",
    "No reason was found in time. Try to take the conditions out one by one.",
  ],
  corrected: [
    "直した問合せ（結果があることを確かめてあります）",
    "The query corrected (tried: it does find something)",
  ],
  use: ["この問合せにする", "Use this query"],
  faulty: ["問合せを実行できませんでした", "The query could not be run"],
  adviceLimit: [
    "LIMIT を付けるか、条件を絞ってください。すべてのデータが必要なら、",
    "Add a LIMIT or narrow the query down. If you need all of the data, take the ",
  ],
  adviceDumps: ["ダウンロードしたファイルを使えます", "files to download"],
  adviceService: [
    "SERVICE と更新は受け付けません。ほかのデータと合わせるには、結果かデータをダウンロードして手元で組み合わせてください。",
    "SERVICE and updates are refused. To combine with other data, download the result or the data and join them on your side.",
  ],
  place: ["{line} 行 {column} 文字目へ", "Go to line {line}, column {column}"],
  property: ["プロパティ", "property"],
  class: ["クラス", "class"],
  prefix: ["接頭辞", "prefix"],
};
const column = document.documentElement.lang === "en" ? 1 : 0;

export const language = column ? "en" : "ja";

export function say(name, values = {}) {
  const text = TEXTS[name][column];
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? values[key] : whole));
}
