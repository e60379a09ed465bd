"""What no command can reach after keys were destroyed, and the operator must see to.

A backup from before holds the wrapped keys, and whoever has it and a master key of that
time reads the person again. So the words name the moment, and on a server of one's own the
place in its write-ahead log, up to which something is to be thrown away.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import psycopg
from psycopg import sql

from ops.sweep import CLEARS_STATISTICS

EVERYWHERE: Final = """\
* 此前的备份(转储、快照、整机)仍含被包裹的密钥:应予销毁;恢复这样的备份后须再次办理销毁
  / backups from before (dumps, snapshots, machines) still hold the wrapped keys: destroy
  them; after restoring one, erase again
* 已离开系统的文件(打印件、退回原因表、登记簿)须逐一销毁
  / files that left the system (prints, sheets of refused rows, registers) are to be
  destroyed one by one
* 磁盘已释放的块非程序所能及:请使用全盘加密
  / freed blocks of the disk are beyond any program: encrypt the disk"""

ON_A_SERVER_OF_ONES_OWN: Final = """\
以下须由数据库管理员完成,截止 {moment},日志位置 {place}
/ the database's administrator has still to do this, up to {moment}, position {place}:
1. 以超级用户清除预写日志 / use up the write-ahead log, as superuser:
     ALTER SYSTEM SET wal_recycle = off;  SELECT pg_reload_conf();
     SELECT pg_logical_emit_message(false, 'suian', '');  SELECT pg_switch_wal();  CHECKPOINT;
   重复第二行,直到 pg_ls_waldir() 中没有现有的文件
   / repeat the second line until pg_ls_waldir() lists none of the files it lists now
     ALTER SYSTEM RESET wal_recycle;  SELECT pg_reload_conf();
2. 删除该位置之前的归档日志 / delete archived write-ahead log from before that position
   (archive_command, pgBackRest …)
3. 各副本回放过该位置后,在副本上同样清除;删除不用的复制槽
   / once a replica has replayed that position, do step 1 there; drop unused slots
4. 销毁此前的基础备份与转储 / destroy base backups and dumps from before
5. 清除服务器语句日志与 pg_stat_statements / clear statement logs and pg_stat_statements"""

OF_AN_OLDER_SERVER: Final = """\
6. PostgreSQL 17 及更早版本保留已清空之表的统计,其中引有原值:先于第1步,以超级用户执行
   / PostgreSQL 17 and older keep the statistics of a table that became empty, with values
   in them: before step 1, as superuser:
     DELETE FROM pg_statistic WHERE starelid IN
       (SELECT oid FROM pg_class WHERE relnamespace = 'view'::regnamespace);
     ANALYZE;  VACUUM FULL pg_statistic;"""

_SETTINGS: Final = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
"""What keeps values out of a server's log; by default some get in."""


def on_a_server_of_ones_own(owner_url: str, now: datetime) -> Iterator[str]:
    """Say what to do on a server that Suian did not start itself, in both languages."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        place = connection.execute("SELECT pg_current_wal_lsn()::text").fetchone()
        yield ON_A_SERVER_OF_ONES_OWN.format(
            moment=now.isoformat(timespec="seconds"), place=place[0] if place else "?"
        )
        if connection.info.server_version < CLEARS_STATISTICS:
            yield OF_AN_OLDER_SERVER
        for name, wanted in _SETTINGS.items():
            show = sql.SQL("SHOW {}").format(sql.Identifier(name))
            found = connection.execute(show).fetchone()
            if found and found[0] != wanted:
                yield f"   {name} = {found[0]} → {wanted}"
