"""What the processes are told."""

from danvan.host.server import Server


def test_no_process_is_told_the_owners_connection(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("DANVAN_OWNER_DATABASE_URL", "postgresql://owner@/danvan")

    server = Server(tmp_path, 8000, demo=False)

    assert "postgresql://owner@/danvan" not in server._environment().values()
