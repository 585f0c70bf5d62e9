"""What the catalogue and the page of downloads say; see ``service.texts``."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "catalogue": ("データの目録", "Catalogue of the data"),
    "catalogue_lead": (
        "このデータは誰でも、出典を示せば自由に使えます（CC BY 4.0）。まとめて取得する、表計算で"
        "開く、SPARQL で問う、のどれでも使えます。",
        "Anybody may use these data freely, naming the source (CC BY 4.0): download them, open "
        "tables in a spreadsheet, or ask in SPARQL.",
    ),
    "catalogue_keywords": (
        "自治体DX|デジタル化計画|情報化計画|特別区|指標|政策",
        "municipal DX|digital strategy|plan|Tokyo wards|indicator|policy",
    ),
    "catalogue_whole": (
        "自治体DX計画ナレッジグラフ（全体）",
        "Municipal DX Plan Knowledge Graph (everything)",
    ),
    "catalogue_whole_note": (
        "全ての名前付きグラフ。推論で導いたものを含む。",
        "All named graphs, conclusions among them.",
    ),
    "catalogue_tables": ("主な種類の表（CSV）", "Tables of the main kinds (CSV)"),
    "catalogue_tables_note": (
        "計画の版、要素、指標、値、担当、政策、結び付きを表にしたもの。"
        "列の意味は CSVW の記述にある。",
        "Editions, elements, indicators, values, responsibilities, policies and links as tables. "
        "Metadata in CSVW say what the columns mean.",
    ),
    "catalogue_stratml": ("計画の StratML", "Plans in StratML"),
    "catalogue_stratml_note": (
        "目標のある計画の版ごとの、StratML 第1部（ISO 17469-1）と第2部の XML 文書。",
        "XML documents in StratML, Part 1 (ISO 17469-1) and Part 2, for each edition with goals.",
    ),
    "catalogue_graph_note": ("グラフ {name}。", "The graph {name}."),
    "catalogue_service": ("SPARQL エンドポイント", "SPARQL endpoint"),
    "catalogue_contact": ("このサービスの運用者", "Operator of this service"),
    "catalogue_datasets": ("データセット", "Datasets"),
    "catalogue_dataset": ("データセット", "Dataset"),
    "catalogue_formats": ("取得", "Download"),
    "catalogue_machine": ("機械のための記述", "Descriptions for machines"),
    "catalogue_void": ("VoID（件数と語彙）", "VoID (sizes and vocabularies)"),
    "catalogue_description": ("SPARQL サービスの記述", "SPARQL service description"),
    "catalogue_sitemap": ("サイトマップ", "Sitemap"),
    "catalogue_licence": ("利用条件", "Licence"),
    "catalogue_publisher": ("発行者", "Publisher"),
    "catalogue_issued": ("最初の公開", "First published"),
    "catalogue_modified": ("更新", "Modified"),
    "catalogue_version": ("版", "Version"),
    "downloads": ("ダウンロード", "Downloads"),
    "download_lead": (
        "版 {version} のファイルです。アドレスに版が入っているので、同じアドレスの中身は"
        "いつまでも変わりません。版を除いたアドレス（/download/名前）は、いつも最新の版に案内します。",
        "Files of version {version}. The version is part of the address, so what is there never "
        "changes. Without it (/download/NAME) you are led to the current version.",
    ),
    "download_sums": ("チェックサム（SHA256SUMS）", "Checksums (SHA256SUMS)"),
    "download_check": ("確かめ方", "To check files"),
    "download_whole": ("全体", "Everything"),
    "download_graphs": ("グラフごと", "Graph by graph"),
    "download_table": ("表（CSV）", "Tables (CSV)"),
    "download_metadata": ("表の説明（CSVW）", "What the columns mean (CSVW)"),
    "download_stratml": ("計画（StratML）", "Plans (StratML)"),
    "download_file": ("ファイル", "File"),
    "download_size": ("バイト", "Bytes"),
    "download_packed": ("gzip 圧縮", "Gzipped"),
    "download_sum": ("SHA-256 の値", "SHA-256"),
}
