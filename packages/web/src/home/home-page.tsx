import { Link } from '@tanstack/react-router'
import { Button, Empty, Flex, Typography } from 'antd'
import type { ReactNode } from 'react'
import { usePlatform } from '../api/platform.ts'
import { useWords } from '../i18n/use-words.ts'
import { Figures, Section } from '../parts/figure.tsx'
import { May } from '../parts/may.tsx'
import { Page } from '../parts/page.tsx'
import { TourOffer } from '../tour/tour-offer.tsx'
import { HomeFigure } from './figures.tsx'
import { MyMentions } from './mentions.tsx'
import { planFor } from './plan.ts'
import { HomeTodo } from './todos.tsx'

/** Where the day begins: how things stand in a few figures, and what to do next, by role. */
export function HomePage() {
  const { t } = useWords()
  const { data: me } = usePlatform()
  const { figures, todos } = planFor(me?.user?.roles ?? [])
  const today = me?.today ?? ''
  return (
    <Page
      title={t('home.title')}
      about={me?.tenant?.name}
      actions={
        <May right="crm.quote.create">
          <Link to="/quotes/new">
            <Button type="primary">{t('quotes.new')}</Button>
          </Link>
        </May>
      }
    >
      <TourOffer />
      <Figures>
        {figures.map((name) => (
          <HomeFigure key={name} name={name} today={today} />
        ))}
      </Figures>
      {todos.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('home.nothingHere')} />}
      <Section title={t('home.next')}>
        <MyMentions />
        <div className="todos">
          {todos.map((name) => (
            <HomeTodo key={name} name={name} today={today} />
          ))}
        </div>
      </Section>
      <May right="crm.quote.create">
        <Section title={t('home.how')}>
          <HowItWorks />
        </Section>
      </May>
    </Page>
  )
}

/** For who sees this for the first time: the way of an order, each step a link to where it happens. */
function HowItWorks() {
  const { t } = useWords()
  const step = (at: number, to: ReactNode) => (
    <li>
      <Typography.Text strong>{at}. </Typography.Text>
      {to}
    </li>
  )
  return (
    <Flex vertical component="ol" className="how">
      {step(1, <Link to="/quotes/new">{t('home.how1')}</Link>)}
      {step(2, <Link to="/orders">{t('home.how2')}</Link>)}
      {step(3, <Link to="/erp/sales-orders">{t('home.how3')}</Link>)}
      {step(4, <Link to="/customers">{t('home.how4')}</Link>)}
      {step(5, <Link to="/joint/proof">{t('home.how5')}</Link>)}
    </Flex>
  )
}
