"""papers_and_data"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('number_series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('prefix', sa.String(length=12), nullable=False),
    sa.Column('last', sa.Integer(), server_default='0', nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('last >= 0', name=op.f('ck_number_series_last')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_number_series')),
    sa.UniqueConstraint('kind', 'year', name=op.f('uq_number_series_kind_year'))
    )
    op.create_table('retention_term',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('years', sa.SmallInteger(), nullable=True),
    sa.Column('basis', sa.String(length=250), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('years BETWEEN 1 AND 100', name=op.f('ck_retention_term_years')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_retention_term')),
    sa.UniqueConstraint('kind', name=op.f('uq_retention_term_kind'))
    )
    op.create_table('api_client',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('scopes', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('issued_by_id', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('per_minute', sa.SmallInteger(), server_default='120', nullable=False),
    sa.Column('blocked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint("name <> ''", name=op.f('ck_api_client_name')),
    sa.CheckConstraint('per_minute BETWEEN 1 AND 6000', name=op.f('ck_api_client_per_minute')),
    sa.ForeignKeyConstraint(['issued_by_id'], ['user.id'], name=op.f('fk_api_client_issued_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_client')),
    sa.UniqueConstraint('name', name=op.f('uq_api_client_name')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_api_client_token_hash'))
    )
    with op.batch_alter_table('api_client', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_api_client_issued_by_id'), ['issued_by_id'], unique=False)

    op.create_table('passkey',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('credential_id', sa.String(length=1400), nullable=False),
    sa.Column('public_key', sa.String(length=2000), nullable=False),
    sa.Column('handle', sa.String(length=100), nullable=False),
    sa.Column('sign_count', sa.BigInteger(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_passkey_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey')),
    sa.UniqueConstraint('credential_id', name=op.f('uq_passkey_credential_id'))
    )
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkey_user_id'), ['user_id'], unique=False)

    op.create_table('recovery_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_recovery_code_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_recovery_code')),
    sa.UniqueConstraint('user_id', 'code_hash', name=op.f('uq_recovery_code_user_id_code_hash'))
    )
    op.create_table('second_factor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('secret', sa.String(length=300), nullable=False),
    sa.Column('used_step', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_second_factor_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_second_factor')),
    sa.UniqueConstraint('user_id', name=op.f('uq_second_factor_user_id'))
    )
    op.create_table('task',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('arguments', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.Column('roles', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('done', sa.Integer(), nullable=False),
    sa.Column('total', sa.Integer(), nullable=False),
    sa.Column('words', sa.String(length=300), nullable=False),
    sa.Column('stop_asked', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('attempt', sa.SmallInteger(), nullable=False),
    sa.Column('ordered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('beat_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('file_name', sa.String(length=200), nullable=True),
    sa.Column('sha256', sa.String(length=64), nullable=True),
    sa.Column('url', sa.String(length=200), nullable=True),
    sa.CheckConstraint('(file_name IS NULL) = (sha256 IS NULL)', name=op.f('ck_task_file')),
    sa.CheckConstraint('done >= 0 AND done <= total', name=op.f('ck_task_progress')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_task_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index('ix_task_state', ['state', 'ordered_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_task_user_id'), ['user_id'], unique=False)

    op.create_table('user_identity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('issuer', sa.String(length=200), nullable=False),
    sa.Column('subject', sa.String(length=255), nullable=False),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_user_identity_user_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_identity')),
    sa.UniqueConstraint('issuer', 'subject', name=op.f('uq_user_identity_issuer_subject')),
    sa.UniqueConstraint('user_id', 'issuer', name=op.f('uq_user_identity_user_id_issuer'))
    )
    op.create_table('year_operation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('number', sa.SmallInteger(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('parts', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.Column('report', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.Column('made', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=True),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('number IN (1, 2)', name=op.f('ck_year_operation_number')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_year_operation_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_year_operation'))
    )
    with op.batch_alter_table('year_operation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_year_operation_user_id'), ['user_id'], unique=False)

    op.create_table('api_use',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('client_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('entity', sa.String(length=40), nullable=False),
    sa.Column('requests', sa.Integer(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['api_client.id'], name=op.f('fk_api_use_client_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_use')),
    sa.UniqueConstraint('client_id', 'day', 'entity', name=op.f('uq_api_use_client_id_day_entity'))
    )
    op.create_table('erasure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('basis', sa.String(length=250), nullable=False),
    sa.Column('erased', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.Column('kept', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_erasure_student_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_erasure_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure')),
    sa.UniqueConstraint('year', 'number', name=op.f('uq_erasure_year_number'))
    )
    with op.batch_alter_table('erasure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_erasure_student_id'), ['student_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_erasure_user_id'), ['user_id'], unique=False)

    op.create_table('passkey_challenge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('challenge', sa.String(length=64), nullable=False),
    sa.Column('handle', sa.String(length=100), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['user_session.id'], name=op.f('fk_passkey_challenge_session_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_passkey_challenge')),
    sa.UniqueConstraint('challenge', name=op.f('uq_passkey_challenge_challenge'))
    )
    with op.batch_alter_table('passkey_challenge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_passkey_challenge_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_passkey_challenge_session_id'), ['session_id'], unique=False)

    op.create_table('issued_document',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('year', sa.SmallInteger(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('designation', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('student_id', sa.Integer(), nullable=True),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('arguments', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=False),
    sa.Column('closed', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.CheckConstraint('number > 0', name=op.f('ck_issued_document_number')),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_issued_document_group_id')),
    sa.ForeignKeyConstraint(['student_id'], ['student.id'], name=op.f('fk_issued_document_student_id')),
    sa.ForeignKeyConstraint(['user_id'], ['user.id'], name=op.f('fk_issued_document_user_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issued_document')),
    sa.UniqueConstraint('code', name=op.f('uq_issued_document_code')),
    sa.UniqueConstraint('kind', 'year', 'number', name=op.f('uq_issued_document_kind_year_number'))
    )
    with op.batch_alter_table('issued_document', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issued_document_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issued_document_sha256'), ['sha256'], unique=False)
        batch_op.create_index(batch_op.f('ix_issued_document_student_id'), ['student_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_issued_document_user_id'), ['user_id'], unique=False)

    op.create_table('timetable_name',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('text', sa.String(length=250), nullable=False),
    sa.Column('key', sa.String(length=250), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.Column('discipline_id', sa.Integer(), nullable=True),
    sa.Column('practice_id', sa.Integer(), nullable=True),
    sa.Column('teacher_id', sa.Integer(), nullable=True),
    sa.Column('skipped', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('row_version', sa.Integer(), server_default='1', nullable=False),
    sa.CheckConstraint('(CASE WHEN group_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN discipline_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN practice_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN teacher_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN skipped THEN 1 ELSE 0 END) = 1', name=op.f('ck_timetable_name_target')),
    sa.ForeignKeyConstraint(['discipline_id'], ['discipline.id'], name=op.f('fk_timetable_name_discipline_id')),
    sa.ForeignKeyConstraint(['group_id'], ['group.id'], name=op.f('fk_timetable_name_group_id')),
    sa.ForeignKeyConstraint(['practice_id'], ['practice.id'], name=op.f('fk_timetable_name_practice_id')),
    sa.ForeignKeyConstraint(['teacher_id'], ['user.id'], name=op.f('fk_timetable_name_teacher_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_timetable_name')),
    sa.UniqueConstraint('kind', 'key', name=op.f('uq_timetable_name_kind_key'))
    )
    with op.batch_alter_table('timetable_name', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_timetable_name_discipline_id'), ['discipline_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_timetable_name_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_timetable_name_practice_id'), ['practice_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_timetable_name_teacher_id'), ['teacher_id'], unique=False)

    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.add_column(sa.Column('journal_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('student_id', sa.Integer(), nullable=True))

    op.execute('UPDATE absence SET journal_id = (SELECT cell.journal_id FROM cell WHERE cell.id = cell_id), student_id = (SELECT cell.student_id FROM cell WHERE cell.id = cell_id)')
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.alter_column('journal_id',
               existing_type=sa.Integer(),
               nullable=False)
        batch_op.alter_column('student_id',
               existing_type=sa.Integer(),
               nullable=False)
        batch_op.create_index('ix_absence_journal', ['journal_id', 'id'], unique=False)
        batch_op.create_index('ix_absence_student', ['student_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_absence_student_id'), 'student', ['student_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_absence_journal_id'), 'journal', ['journal_id'], ['id'])

    with op.batch_alter_table('academic_year', schema=None) as batch_op:
        batch_op.add_column(sa.Column('archived_by_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('archive_sha256', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('archive_checked_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('archive_damage', sa.String(length=500), nullable=True))
        batch_op.create_index(batch_op.f('ix_academic_year_archived_by_id'), ['archived_by_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_academic_year_archived_by_id'), 'user', ['archived_by_id'], ['id'])

    with op.batch_alter_table('closing', schema=None) as batch_op:
        batch_op.alter_column('closed_by_id',
               existing_type=sa.INTEGER(),
               nullable=True)

    with op.batch_alter_table('college', schema=None) as batch_op:
        batch_op.add_column(sa.Column('ogrn', sa.String(length=15), nullable=True))
        batch_op.add_column(sa.Column('licence', sa.String(length=200), nullable=True))

    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('slug', sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column('state', sa.String(length=32), server_default='applied', nullable=False))
        batch_op.add_column(sa.Column('chosen', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=True))
        batch_op.add_column(sa.Column('content', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('made', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=True))
        batch_op.add_column(sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f('ix_import_batch_state'), ['state'], unique=False)

    with op.batch_alter_table('lesson', schema=None) as batch_op:
        batch_op.create_index('ix_lesson_stood_in', ['teacher_id', 'date'], unique=False, postgresql_where=sa.text('substituted_id IS NOT NULL'), sqlite_where=sa.text('substituted_id IS NOT NULL'))

    with op.batch_alter_table('mark', schema=None) as batch_op:
        batch_op.add_column(sa.Column('journal_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('student_id', sa.Integer(), nullable=True))

    op.execute('UPDATE mark SET journal_id = (SELECT cell.journal_id FROM cell WHERE cell.id = cell_id), student_id = (SELECT cell.student_id FROM cell WHERE cell.id = cell_id)')
    with op.batch_alter_table('mark', schema=None) as batch_op:
        batch_op.alter_column('journal_id',
               existing_type=sa.Integer(),
               nullable=False)
        batch_op.alter_column('student_id',
               existing_type=sa.Integer(),
               nullable=False)
        batch_op.create_index('ix_mark_journal', ['journal_id', 'id'], unique=False)
        batch_op.create_index('ix_mark_student', ['student_id', 'id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_mark_journal_id'), 'journal', ['journal_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_mark_student_id'), 'student', ['student_id'], ['id'])

    with op.batch_alter_table('saved_report', schema=None) as batch_op:
        batch_op.add_column(sa.Column('seen', sa.JSON().with_variant(JSONB(), 'postgresql'), nullable=True))

    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.add_column(sa.Column('awaits_code', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('second_factor_at', sa.DateTime(timezone=True), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('user_session', schema=None) as batch_op:
        batch_op.drop_column('second_factor_at')
        batch_op.drop_column('awaits_code')

    with op.batch_alter_table('saved_report', schema=None) as batch_op:
        batch_op.drop_column('seen')

    with op.batch_alter_table('mark', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_mark_student_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_mark_journal_id'), type_='foreignkey')
        batch_op.drop_index('ix_mark_student')
        batch_op.drop_index('ix_mark_journal')
        batch_op.drop_column('student_id')
        batch_op.drop_column('journal_id')

    with op.batch_alter_table('lesson', schema=None) as batch_op:
        batch_op.drop_index('ix_lesson_stood_in', postgresql_where=sa.text('substituted_id IS NOT NULL'), sqlite_where=sa.text('substituted_id IS NOT NULL'))

    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_batch_state'))
        batch_op.drop_column('undone_at')
        batch_op.drop_column('made')
        batch_op.drop_column('content')
        batch_op.drop_column('chosen')
        batch_op.drop_column('state')
        batch_op.drop_column('slug')

    with op.batch_alter_table('college', schema=None) as batch_op:
        batch_op.drop_column('licence')
        batch_op.drop_column('ogrn')

    op.execute('DELETE FROM closing WHERE closed_by_id IS NULL')
    with op.batch_alter_table('closing', schema=None) as batch_op:
        batch_op.alter_column('closed_by_id',
               existing_type=sa.INTEGER(),
               nullable=False)

    with op.batch_alter_table('academic_year', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_academic_year_archived_by_id'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_academic_year_archived_by_id'))
        batch_op.drop_column('archive_damage')
        batch_op.drop_column('archive_checked_at')
        batch_op.drop_column('archive_sha256')
        batch_op.drop_column('archived_by_id')

    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_absence_journal_id'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_absence_student_id'), type_='foreignkey')
        batch_op.drop_index('ix_absence_student')
        batch_op.drop_index('ix_absence_journal')
        batch_op.drop_column('student_id')
        batch_op.drop_column('journal_id')

    with op.batch_alter_table('timetable_name', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_timetable_name_teacher_id'))
        batch_op.drop_index(batch_op.f('ix_timetable_name_practice_id'))
        batch_op.drop_index(batch_op.f('ix_timetable_name_group_id'))
        batch_op.drop_index(batch_op.f('ix_timetable_name_discipline_id'))

    op.drop_table('timetable_name')
    with op.batch_alter_table('issued_document', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issued_document_user_id'))
        batch_op.drop_index(batch_op.f('ix_issued_document_student_id'))
        batch_op.drop_index(batch_op.f('ix_issued_document_sha256'))
        batch_op.drop_index(batch_op.f('ix_issued_document_group_id'))

    op.drop_table('issued_document')
    with op.batch_alter_table('passkey_challenge', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passkey_challenge_session_id'))
        batch_op.drop_index(batch_op.f('ix_passkey_challenge_created_at'))

    op.drop_table('passkey_challenge')
    with op.batch_alter_table('erasure', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_erasure_user_id'))
        batch_op.drop_index(batch_op.f('ix_erasure_student_id'))

    op.drop_table('erasure')
    op.drop_table('api_use')
    with op.batch_alter_table('year_operation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_year_operation_user_id'))

    op.drop_table('year_operation')
    op.drop_table('user_identity')
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_task_user_id'))
        batch_op.drop_index('ix_task_state')

    op.drop_table('task')
    op.drop_table('second_factor')
    op.drop_table('recovery_code')
    with op.batch_alter_table('passkey', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_passkey_user_id'))

    op.drop_table('passkey')
    with op.batch_alter_table('api_client', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_api_client_issued_by_id'))

    op.drop_table('api_client')
    op.drop_table('retention_term')
    op.drop_table('number_series')
