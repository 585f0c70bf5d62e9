"""自治体DX計画ナレッジグラフ / Municipal DX Plan Knowledge Graph: everything that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from service.config import Config
    from service.engine import Engine


def create_app(config: Config | None = None, engine: Engine | None = None) -> Flask:
    """Make the web application.

    The engine starts with the first query, or when ``app.extensions["dxplan-engine"].start()``
    is called; whoever makes an application closes its engine.

    Args:
        config: the settings; read from the environment by default.
        engine: what answers queries; the one that the settings name by default.

    Returns:
        The application, ready for any WSGI server.
    """
    # here, because every module of the package passes through this file, the engine's too
    from flask import Flask  # noqa: PLC0415

    from service import (  # noqa: PLC0415
        across,
        catalogue,
        catalogue_sitemap,
        dumps_routes,
        emptiness_page,
        explain_page,
        graph_store,
        library_routes,
        metrics_page,
        pages,
        protocol,
        reference,
        rendering,
        responses,
        search,
        shapes_page,
        template_page,
        things,
        validate_page,
        void,
        workbench,
    )
    from service.config import read  # noqa: PLC0415
    from service.engine_choice import open_engine  # noqa: PLC0415
    from service.front import Front  # noqa: PLC0415
    from service.sending import Outbox  # noqa: PLC0415
    from service.uploads import Uploads  # noqa: PLC0415

    settings = config or read()
    metrics_page.check(settings.metrics)
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = settings.body_mb << 20
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["dxplan-config"] = settings
    app.extensions["dxplan-engine"] = engine or open_engine(settings)
    app.extensions["dxplan-outbox"] = Outbox()
    app.extensions["dxplan-uploads"] = Uploads(settings)
    rendering.register(app)
    responses.register(app)
    app.register_blueprint(pages.routes)
    app.register_blueprint(protocol.routes)
    app.register_blueprint(graph_store.routes)
    app.register_blueprint(void.routes)
    app.register_blueprint(metrics_page.routes)
    app.register_blueprint(explain_page.routes)
    app.register_blueprint(library_routes.routes)
    app.register_blueprint(shapes_page.routes)
    app.register_blueprint(search.routes)
    app.register_blueprint(emptiness_page.routes)
    app.register_blueprint(workbench.routes)
    app.register_blueprint(across.routes)
    app.register_blueprint(validate_page.routes)
    app.register_blueprint(template_page.routes)
    app.register_blueprint(things.routes)
    app.register_blueprint(reference.routes)
    app.register_blueprint(catalogue.routes)
    app.register_blueprint(catalogue_sitemap.routes)
    app.register_blueprint(dumps_routes.routes)
    app.extensions["dxplan-front"] = app.wsgi_app = Front(app, settings)  # type: ignore[method-assign]
    return app
