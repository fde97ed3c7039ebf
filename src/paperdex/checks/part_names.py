"""What parts of a document are called that are about the list itself, and no topic of papers, in several languages."""

from __future__ import annotations

import re

_NAMES = """
about|about this list|about this repository|overview|introduction|intro|preface|foreword|motivation|background|scope
abstract|summary|conclusion|conclusions|notes|note|legend|conventions|notation|disclaimer|how to use|usage|maintenance
contents|content|table of contents|toc|index|outline|quick links|navigation|catalogue|catalog|menu
contributing|contribute|contributions|contribution|how to contribute|contributors|contribution guide|contributing guide
contribution guidelines|guidelines|maintainers|maintainer|authors|team|license|licence|licensing|licenses|copyright
citation|citations|citing|cite|cite us|how to cite|bibtex|acknowledgement|acknowledgements|acknowledgment
acknowledgments|thanks|credits|contact|contacts|contact us|feedback|support|sponsors|star history|stargazers
news|updates|update|latest news|latest updates|recent updates|what's new|whats new|update history|update log|changelog
change log|announcements|todo|to do|to-do|roadmap|faq|references|reference|bibliography|literature|further reading
appendix|see also|related projects|related repositories|related lists|other lists|other resources
介绍|简介|前言|引言|概述|关于|说明|目录|目錄|贡献|如何贡献|贡献者|贡献指南|许可|许可证|协议|引用|致谢|联系|联系我们|联系方式|更新
更新日志|新闻|参考|参考文献|参考资料|总结|附录|待办|はじめに|概要|目次|貢献|ライセンス|謝辞|引用|参考文献|更新履歴|お知らせ
소개|서론|개요|목차|기여|라이선스|감사|인용|참고문헌|참고 문헌|업데이트|введение|содержание|оглавление|лицензия
как внести вклад|благодарности|контакты|литература|список литературы|обновления|заключение
introduction|sommaire|table des matières|contribuer|licence|remerciements|contact|références|bibliographie|actualités
einleitung|einführung|inhalt|inhaltsverzeichnis|mitwirken|beitragen|lizenz|danksagung|danke|kontakt|literatur|quellen
introducción|contenido|contenidos|índice|tabla de contenidos|contribuir|contribuciones|licencia|agradecimientos
referencias|bibliografía|introdução|sumário|conteúdo|licença|agradecimentos|referências|introduzione|indice|licenza
ringraziamenti|riferimenti
"""
PARTS = frozenset(name for line in _NAMES.strip().splitlines() for name in line.split("|"))
_CONTENTS = """
contents|content|table of contents|toc|index|outline|quick links|navigation|catalogue|catalog|menu
目录|目錄|目次|목차|содержание|оглавление
sommaire|table des matières|inhalt|inhaltsverzeichnis|contenido|contenidos|índice|tabla de contenidos
sumário|conteúdo|indice
"""
CONTENTS = frozenset(name for line in _CONTENTS.strip().splitlines() for name in line.split("|"))
_EDGE = re.compile(r"^[\W\d_]+|[\W_]+$")


def is_about_list(name: str) -> bool:
    """Whether a part of that name is about the list itself: Introduction, License, 致谢."""
    return _key(name) in PARTS


def is_contents(name: str) -> bool:
    """Whether a part of that name holds the table of contents."""
    return _key(name) in CONTENTS


def _key(name: str) -> str:
    return _EDGE.sub("", " ".join(name.casefold().split()))
